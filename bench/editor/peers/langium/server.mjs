// A language server by Langium as it comes, with one check of its own and a hover that shows the declaration.
import { inject } from 'langium';
import { AstNodeHoverProvider, createDefaultModule, createDefaultSharedModule, startLanguageServer } from 'langium/lsp';
import { NodeFileSystem } from 'langium/node';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node.js';
import { PlanGeneratedModule, PlanGeneratedSharedModule } from './generated/module.ts';

class DeclarationHover extends AstNodeHoverProvider {
  getAstNodeHoverContent(node) {
    return node.$cstNode?.text;
  }
}

const connection = createConnection(ProposedFeatures.all);
const shared = inject(createDefaultSharedModule({ connection, ...NodeFileSystem }), PlanGeneratedSharedModule);
const plan = inject(createDefaultModule({ shared }), PlanGeneratedModule, {
  lsp: { HoverProvider: (services) => new DeclarationHover(services) },
});
shared.ServiceRegistry.register(plan);
plan.validation.ValidationRegistry.register({
  System(system, accept) {
    if (system.backup === undefined) accept('warning', `${system.name} has no backup.`, { node: system, property: 'name' });
  },
});
startLanguageServer(shared);
