import assert from 'node:assert/strict';
import { indexNames } from '../../engine/plan/names.ts';
import { projectOf } from './project.ts';

const shop = `import "sites.backupplan"
plan "Shop" { }
storage nas: disk { at berlin }
storage vault: s3 { at ireland; account backup-admin; encrypted with vault-key }
key vault-key { kept at berlin, ireland }
policy gold { full daily at 01:00 to nas }
system orders: postgresql { at berlin; backup with gold { copy hourly from nas to valt } }
scenario theft { compromise production, backup-admin, nobody; lose nas }
accept restore-untested for orders until 2027-06-30 because "x"
`;
const sites = 'site berlin { }\nsite ireland { }\n';
const names = indexNames(projectOf({ 'shop.backupplan': shop, 'sites.backupplan': sites }));

describe('names', () => {
  it('are one space over a file and its imports', () => {
    assert.deepEqual(
      names.declarations.map(({ name, sort, file }) => `${sort} ${name} ${file}`),
      [
        'storage nas shop.backupplan',
        'storage vault shop.backupplan',
        'key vault-key shop.backupplan',
        'policy gold shop.backupplan',
        'system orders shop.backupplan',
        'scenario theft shop.backupplan',
        'site berlin sites.backupplan',
        'site ireland sites.backupplan',
      ],
    );
    const berlin = names.resolve('berlin', ['site']);
    assert.ok(berlin);
    assert.equal(sites.slice(berlin.nameRange.start, berlin.nameRange.end), 'berlin');
    assert.equal(names.referencesTo(berlin).length, 3);
  });

  it('find every use of a name, with what was expected and what it means', () => {
    const uses = names.references.filter(({ name }) => name === 'nas');
    assert.deepEqual(
      uses.map(({ sorts, target, statement }) => [sorts.includes('storage'), target?.sort, statement.id]),
      [
        [true, 'storage', 'block.full'],
        [true, 'storage', 'block.copy'],
        [true, 'storage', 'scenario.lose'],
      ],
    );
    assert.deepEqual(
      uses.map(({ within }) => within.id),
      ['file.policy', 'file.system', 'file.scenario'],
    );
  });

  it('tell a name that nothing has from one that something else has', () => {
    const unknown = names.references.find(({ name }) => name === 'valt');
    assert.equal(unknown?.known, false);
    assert.deepEqual(unknown?.named, []);
    const text = 'site berlin { }\nstorage nas: disk { at nas }\n';
    const wrong = indexNames(projectOf({ 'x.backupplan': text })).references[0];
    assert.equal(wrong?.known, false);
    assert.equal(wrong?.target, undefined);
    assert.deepEqual(
      wrong?.named.map(({ sort }) => sort),
      ['storage'],
    );
  });

  it('know the accounts that are given, and production', () => {
    assert.deepEqual(
      names.accounts.map(({ name }) => name),
      ['backup-admin'],
    );
    const compromised = names.references.filter(({ statement }) => statement.id === 'scenario.compromise');
    assert.deepEqual(
      compromised.map(({ name, known, target }) => [name, known, target?.sort]),
      [
        ['production', true, undefined],
        ['backup-admin', true, 'account'],
        ['nobody', false, undefined],
      ],
    );
  });

  it('count the first use of an account as its declaration and the others as references', () => {
    const text = 'site a { account ops }\nsite b { account ops }\nscenario s { compromise ops }\n';
    const index = indexNames(projectOf({ 'x.backupplan': text }));
    assert.equal(index.accounts.length, 1);
    const [ops] = index.accounts;
    assert.ok(ops);
    assert.equal(ops.nameRange.start, text.indexOf('ops'));
    assert.deepEqual(
      index.referencesTo(ops).map(({ range }) => range.start),
      [text.indexOf('ops', 20), text.lastIndexOf('ops')],
    );
  });

  it('find what stands under a cursor', () => {
    assert.equal(names.at('shop.backupplan', shop.indexOf('ireland') + 2)?.name, 'ireland');
    const declaration = names.at('shop.backupplan', shop.indexOf('gold'));
    assert.ok(declaration !== undefined && 'sort' in declaration);
    assert.equal(names.at('shop.backupplan', shop.indexOf('plan "Shop"')), undefined);
  });

  it('list what is declared twice with the first one, whatever its sort', () => {
    const { duplicates } = indexNames(projectOf({ 'x.backupplan': 'site nas { }\nstorage nas: disk { at nas }\nsite nas { }\n' }));
    assert.deepEqual(
      duplicates.map(({ declaration, first }) => [declaration.sort, first.nameRange.start]),
      [
        ['storage', 5],
        ['site', 5],
      ],
    );
  });

  it('do not take the code of a check for a name', () => {
    assert.equal(
      names.references.some(({ name }) => name === 'restore-untested'),
      false,
    );
  });
});
