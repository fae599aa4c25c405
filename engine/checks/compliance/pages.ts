/** The pages of packs and their rules, written from the packs themselves. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Pack, Rule } from '../../catalogue/packs.ts';

/** The page of a pack (`gdpr`) or of one rule (`gdpr/storage-limitation`); undefined where there is none. */
export function compliancePage({ packs }: Pick<Catalogue, 'packs'>, code: string): string | undefined {
  const [name = '', id] = code.split('/', 2);
  const pack = packs[name];
  if (pack === undefined) return undefined;
  if (id === undefined) return packPage(pack);
  const rule = pack.rules[id];
  return rule === undefined ? undefined : `# ${code}\n\n${about(pack, rule)}${plans(rule, '##')}`;
}

/** What `compliancePage` has pages about. */
export function complianceCodes({ packs }: Pick<Catalogue, 'packs'>): readonly string[] {
  return Object.values(packs).flatMap(({ name, rules }) => [name, ...Object.keys(rules).map((id) => `${name}/${id}`)]);
}

function packPage(pack: Pack): string {
  const rules = Object.values(pack.rules).map((rule) => `## ${rule.id}\n\n${about(pack, rule)}${plans(rule, '###')}`);
  return `# ${pack.name}

${pack.about}.

\`comply with ${pack.name}\` holds a plan against these rules. They are what a plan for backups can show of it, not all that it asks, and a
plan without findings is no proof that somebody complies.

${rules.join('\n')}`;
}

const words = { error: 'Error', warning: 'Warning', info: 'Info', hint: 'Hint' } as const;

function about({ name, title }: Pack, { id, severity, clause, asks, notAsked, when, of, remedy }: Rule): string {
  const holds = when.holds?.map((each) => `\`holds ${each}\``).join(' or ');
  const grave = when.criticality?.map((each) => `\`criticality ${each}\``).join(' or ');
  const whom = [holds, grave].filter((each) => each !== undefined).join(' and ');
  const scope = whom === '' ? '' : ` It speaks of systems that say ${whom}.`;
  return `**${words[severity]}.** ${title}, ${clause}; the code is \`${name}/${id}\`.${scope}${of === 'any' ? ' One that has it is enough.' : ''}

**What it asks.** ${asks}

**What it does not ask.** ${notAsked}

**Remedy.** ${remedy}
`;
}

function plans({ example, mended }: Rule, level: string): string {
  const section = (title: string, plan: string | undefined): string =>
    plan === undefined ? '' : `\n${level} ${title}\n\n\`\`\`backupplan\n${plan.trimEnd()}\n\`\`\`\n`;
  return section('Example', example) + section('Mended', mended);
}
