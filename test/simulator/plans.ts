/** Random plans, as text: everything that assessment.md speaks of, in sizes that the simulator can step through. */
import fc from 'fast-check';

/** A plan that the language allows, one statement a line. */
export const planTexts: fc.Arbitrary<string> = fc.gen().map((draw) => new Writer(draw).plan());

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
/** Several are skipped or come twice when clocks change. */
const TIMES = ['00:00', '01:30', '02:00', '02:15', '02:30', '02:30', '03:10', '06:00', '12:00', '18:30', '22:00', '23:45'];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const RATES = ['40 MB/s', '60 MB/s', '100 MB/s', '150 MB/s', '250 MB/s', '400 MB/s'];
const TAKING = ['5m', '20m', '40m', '1h', '90m', '3h'];

interface Place {
  readonly name: string;
  readonly at: string;
  readonly snapshots: boolean;
  readonly immutable: boolean;
}

type Draw = fc.GeneratorValue;

/** All numbers alike: fast-check would draw small ones more often. */
const below = (count: number): fc.Arbitrary<number> => fc.noBias(fc.integer({ min: 0, max: count - 1 }));

class Writer {
  private readonly lines: string[] = [];
  private readonly storages: Place[] = [];
  private readonly systems: string[] = [];
  private readonly keys: string[] = [];
  private halfOff = false;
  private readonly draw: Draw;

  constructor(draw: Draw) {
    this.draw = draw;
  }

  plan(): string {
    const zone = this.one(ZONES);
    // Only where the offset is not of whole hours it shows that `hourly` goes by the clock on the wall.
    this.halfOff = ['Australia/Lord_Howe', 'Asia/Kolkata'].includes(zone);
    this.block('plan "Random"', () => {
      this.say(`timezone "${zone}"`);
      if (this.chance(30)) this.say('currency EUR');
      if (this.chance(75)) this.say(this.one(['exchange 0.92 EUR/USD', 'exchange 1.1 USD/EUR']));
    });
    this.sites();
    const count = this.one([1, 1, 1, 2, 2]);
    for (let index = 1; index <= count; index++) this.systems.push(`s${index}`);
    if (this.chance(55)) {
      this.keys.push('key-a', 'key-b');
      this.block('key key-a', () => {
        this.say('kept at east');
        if (this.chance(30)) this.say('escrow "bank safe"');
      });
      this.block('key key-b', () => this.say(`kept at ${this.one(['west', 'east, west', 'north'])}`));
    }
    this.places();
    for (const [index, name] of this.systems.entries()) this.system(name, index);
    if (this.chance(25)) this.application();
    this.scenarios();
    return `${this.lines.join('\n')}\n`;
  }

  private chance(percent: number): boolean {
    return this.draw(below, 100) < percent;
  }
  private one<T>(of: readonly T[]): T {
    return of[this.draw(below, of.length)] as T;
  }
  private say(line: string): void {
    this.lines.push(line);
  }
  private block(header: string, inside: () => void): void {
    this.say(`${header} {`);
    inside();
    this.say('}');
  }

  private sites(): void {
    this.block('site east', () => {
      this.say('kind datacenter');
      if (this.chance(40)) this.say(`link to west ${this.one(['30 MB/s', '80 MB/s', '200 MB/s'])}`);
      if (this.chance(15)) this.say('link to north 50 MB/s');
    });
    this.block('site hall', () => {
      this.say('kind room');
      this.say('within east');
      if (this.chance(30)) this.say('link to west 70 MB/s');
    });
    this.block('site west', () => {
      this.say('kind cloud');
      if (this.chance(20)) this.say('account cloud');
    });
    this.block('site north', () => this.say('kind office'));
  }

  private places(): void {
    this.place('nas', this.one(['east', 'east', 'hall']), 'disk');
    this.place('vault', 'west', this.one(['s3', 'disk']));
    this.place('attic', this.one(['north', 'west']), this.one(['disk', 'tape']));
    this.place('shelf', this.one(['east', 'north']), 'removable');
    if (this.chance(35)) this.place('snaps', 'east', 'snapshots');
  }

  private place(name: string, at: string, kind: string): void {
    const immutable = kind !== 'snapshots' && this.chance(25);
    this.block(`storage ${name}: ${kind}`, () => {
      this.say(`at ${at}`);
      this.say(kind === 's3' ? 'bucket "b"' : `path "/srv/${name}"`);
      if (kind === 's3' && this.chance(70))
        this.say(`class ${this.one(['standard', 'standard-ia', 'glacier-instant', 'glacier-flexible', 'deep-archive'])}`);
      else if (kind === 's3' && this.chance(20)) this.say('endpoint "https://s3.example.com"');
      if (this.chance(30)) this.say(`capacity ${this.one(['800 GB', '2 TB', '5 TB', '20 TB', '100 TB'])}`);
      if (this.chance(30)) this.say(`fee ${this.one(['4 USD/month', '11 USD/month', '9 EUR/month'])}`);
      if (this.chance(30)) this.say(`price ${this.one(['0.01 USD/GB/month', '8 USD/TB/month', '0.02 EUR/GB/month'])}`);
      if (this.chance(15)) this.say(`egress ${this.one(['0.05 USD/GB', '0.02 EUR/GB'])}`);
      if (this.chance(15)) this.say(`minimum ${this.one(['10 days', '45 days'])}`);
      if (this.chance(10)) this.say('optional');
      if (this.chance(70)) this.say(`read ${this.one(RATES)}`);
      if (this.chance(70)) this.say(`write ${this.one(RATES)}`);
      if (this.chance(15)) this.say(`retrieval ${this.one(['10m', '5h'])}`);
      if (immutable) this.say(`immutable ${this.one(['3 days', '7 days', '14 days', '30 days'])}`);
      if (this.chance(10)) this.say('offline');
      if (this.chance(45)) this.say('account backup-admin');
      if (this.chance(kind === 'snapshots' ? 50 : 7)) this.say(`bound to ${this.one(this.systems)}`);
      const [key] = this.keys;
      if (key !== undefined && this.chance(30)) this.say(`encrypted with ${this.one(this.keys)}`);
    });
    this.storages.push({ name, at, snapshots: kind === 'snapshots', immutable });
  }

  private system(name: string, index: number): void {
    const kind = this.one(['postgresql', 'postgresql', 'postgresql', 'mariadb', 'files', 'files', 'mongodb']);
    this.block(`system ${name}: ${kind}`, () => {
      this.say(`at ${this.one(['east', 'east', 'east', 'hall', 'north'])}`);
      this.say(kind === 'files' ? 'path "/srv/files"' : `database "${name}"`);
      this.say(`size ${this.one(['20 GB', '50 GB', '120 GB', '400 GB'])}`);
      this.say(`changes ${this.one(['1 GB/day', '5 GB/day', '20 GB/day'])}`);
      if (this.chance(25)) this.say(`logs ${this.one(['2 GB/day', '30 GB/day'])}`);
      if (this.chance(45)) this.say(`grows ${this.one(['2%/month', '20%/year', '9 GB/month', '60 GB/year'])}`);
      if (this.chance(30)) this.say(`compresses to ${this.one([20, 50, 75])}%`);
      if (this.chance(20)) this.say(`restore at ${this.one(['15 MB/s', '35 MB/s', '90 MB/s'])}`);
      if (this.chance(20)) this.say(`replay at ${this.one(['5 MB/s', '50 MB/s'])}`);
      if (this.chance(20)) this.say('account cloud');
      if (this.chance(15)) this.standby();
      if (this.chance(15)) this.standby();
      const others = this.systems.slice(0, index).filter(() => this.chance(60));
      if (others.length > 0) this.say(`depends on ${others.join(', ')}`);
      const exempt = this.chance(10);
      if (exempt) this.say('exempt because "it fills itself"');
      if (this.chance(exempt ? 30 : 96)) this.backup(kind);
      const several = !exempt && this.chance(18);
      if (several) this.backup(kind);
      if (this.chance(75)) {
        const alone = !several && !this.storages.some(({ snapshots }) => snapshots);
        this.say(`retain ${[this.retained(alone), ...(this.chance(60) ? [this.retained(alone)] : [])].join(', ')}`);
      }
    });
  }

  private standby(): void {
    this.say(`standby at ${this.one(['west', 'hall', 'north'])} lag ${this.one(['5s', '30s', '2m'])} failover ${this.one(['1m', '10m'])}`);
  }

  private application(): void {
    const needed = this.systems.filter(() => this.chance(70));
    this.block('system web: application', () => {
      this.say('at east');
      this.say('redeploy "deploy web" taking 20m');
      if (needed.length > 0) this.say(`depends on ${needed.join(', ')}`);
    });
  }

  private backup(kind: string): void {
    this.block('backup', () => {
      const plain = this.storages.filter(({ snapshots }) => !snapshots);
      const home = this.one([plain[0], plain[0], plain[0], plain[1], plain[3]])?.name ?? 'nas';
      const { logged } = this.jobs(kind, home);
      const snaps = this.storages.find(({ snapshots }) => snapshots);
      const snapped = snaps !== undefined && this.chance(70);
      if (snapped) this.say(`snapshot ${this.one(['daily at 12:00', 'daily at 18:30', 'every 12h'])} to ${snaps.name}`);
      const held = this.copies(home, logged);
      if (snapped) this.say(`keep on ${snaps.name} ${this.one(['20 last', '5 days', '7 daily'])}`);
      for (const storage of held) if (this.chance(60)) this.say(`keep on ${storage} ${this.rules()}`);
      if (this.chance(85)) this.say(`keep ${this.rules()}`);
      if (logged && this.chance(25))
        this.say(`keep logs on ${this.one(held)} ${this.one(['6h', '12h', '36h', '3 days', '10 days', '1 month', 'forever'])}`);
      if (logged && this.chance(40)) this.say(`keep logs ${this.one(['2 days', '8 days', '1 month', '1 month', '2 months'])}`);
      if (this.chance(40))
        this.say(
          `verify restore ${this.one(['weekly on monday at 05:00', 'daily at 05:00', 'every 1 months', 'every 3 months', this.monthly()])}${this.chance(60) ? ` at ${this.one(['west', 'hall', 'north'])}` : ''}`,
        );
    });
  }

  private jobs(kind: string, home: string): { readonly logged: boolean } {
    const tools: Readonly<Record<string, readonly string[]>> = {
      postgresql: ['pg_dump', 'pg_basebackup', 'pgbackrest', 'pgbackrest'],
      mariadb: ['mariadb-dump', 'mariadb-backup', 'mariadb-backup'],
      files: ['restic', 'borg', 'tar', 'tar', 'rsync'],
      mongodb: ['mongodump'],
    };
    const tool = this.one(tools[kind] ?? ['custom']);
    const differential = tool === 'pgbackrest' && this.chance(50);
    const incremental = ['pgbackrest', 'mariadb-backup', 'tar'].includes(tool) && (!differential || this.chance(50));
    const job = (words: string, to = home): void => {
      const key = this.keys.length > 0 && this.chance(10) ? ` encrypted with ${this.one(this.keys)}` : '';
      const by = this.chance(9) ? 'managed by "provider"' : `using ${tool}`;
      this.say(`${words} to ${to} ${by}${this.chance(35) ? ` taking ${this.one(TAKING)}` : ''}${key}`);
    };
    const chained = differential || incremental;
    // Of the two times of the full one is free, whichever of its starts an incremental that overruns gets: the chain does not grow for ever.
    const overrun = incremental && this.chance(16);
    if (overrun) this.say(`full weekly on ${this.one(WEEKDAYS)} at 00:00, 12:00 to ${home} using ${tool}`);
    else if (!chained && this.chance(15)) this.say(`full every 12h to ${home} using ${tool} taking ${this.one(['12h', '13h'])}`);
    else
      job(
        `full ${chained ? this.one([this.weekly(), this.weekly(), this.monthly()]) : this.one([this.daily(), this.daily(), this.weekly(), this.monthly()])}`,
      );
    if (this.chance(8)) job(`full ${this.weekly()}`, this.one(['attic', 'shelf']));
    if (differential) job(`differential ${this.daily()}`);
    if (overrun) this.say(`incremental every 12h to ${home} using ${tool} taking 13h`);
    else if (incremental) job(`incremental ${this.one([this.daily(), this.daily(), 'every 12h'])}`, this.chance(20) ? 'shelf' : home);
    const logged = ['pg_basebackup', 'pgbackrest', 'mariadb-backup', 'mariadb-dump'].includes(tool) && this.chance(65);
    if (logged) {
      const to = this.chance(15) ? `${home}, ${home === 'nas' ? 'vault' : 'nas'}` : this.one([home, home, home, 'shelf']);
      if (this.halfOff && this.chance(50)) this.say(`log hourly at ${this.one([':15', ':40'])} to ${to} using ${tool}`);
      else if (this.chance(55))
        this.say(`log continuous to ${to} using ${tool}${this.chance(40) ? ` lag ${this.one(['5s', '10m'])}` : ''}`);
      else
        this.say(
          `log ${this.one(['every 2h', 'every 6h', 'every 12h', this.daily()])} to ${to} using ${tool}${this.chance(40) ? ' taking 10m' : ''}`,
        );
    }
    return { logged };
  }

  /** Writes copies along a chain of storages; gives the storages that points come to. */
  private copies(home: string, logged: boolean): readonly string[] {
    const chain = [home];
    const free = this.storages.filter(
      ({ name, snapshots }) => !snapshots && name !== home && !(name === 'shelf' && this.lines.some((line) => line.includes('to shelf'))),
    );
    const hops = this.one([0, 1, 1, 1, 2, 2]);
    for (let hop = 0; hop < hops; hop++) {
      const targets = free.filter(({ name }) => !chain.includes(name));
      const from = hop === 1 && this.chance(30) ? home : (chain.at(-1) ?? home);
      const to = targets.length === 0 ? undefined : this.one(targets).name;
      if (to === undefined) break;
      const locked = this.storages.find(({ name }) => name === from)?.immutable ?? false;
      // A copy and a move that start at one instant on one storage: which comes first is left open, so a move has its source to itself.
      const apart = hop === 0 ? hops === 1 : from !== home;
      const word = apart && !locked && this.chance(hop === 0 ? 12 : 45) ? 'move' : 'copy';
      const after = from === home ? this.one(['full', 'full, incremental, differential', logged ? 'full, log' : 'full']) : 'copy';
      const often = [this.daily(), this.daily(), this.daily(), 'every 12h', this.weekly()];
      const when = this.chance(30) ? `after ${after}` : this.one(this.chance(this.halfOff ? 4 : 2) ? ['hourly', 'hourly at :15'] : often);
      const taking = this.chance(40) ? ` taking ${this.one(TAKING)}` : '';
      const key = this.keys.length > 0 && this.chance(8) ? ` encrypted with ${this.one(this.keys)}` : '';
      this.say(`${word} ${when} from ${from} to ${to}${taking}${key}`);
      chain.push(to);
    }
    return chain;
  }

  private zone(): string {
    return this.chance(8) ? ` in "${this.one(ZONES)}"` : '';
  }
  private daily(): string {
    const time = this.one(TIMES);
    const form = this.one([
      `daily at ${time}`,
      `daily at ${time}`,
      `daily at 02:30, 14:00`,
      `weekdays at ${time}`,
      `cron "30 2 * * *"`,
      'cron "15 1,13 * * 1-6"',
    ]);
    return `${form}${this.zone()}`;
  }
  private weekly(): string {
    const day = this.one(WEEKDAYS);
    const time = this.one(TIMES);
    return `${this.one([`weekly on ${day} at ${time}`, `weekly on ${day} at ${time}`, `weekly on monday, ${day === 'monday' ? 'friday' : day} at ${time}`, 'cron "0 2 * * 0"'])}${this.zone()}`;
  }
  private monthly(): string {
    const day = this.one(['1', '15', 'last', 'first sunday', 'last friday', '1, 16', '31']);
    return `${this.one([`monthly on ${day} at ${this.one(TIMES)}`, `monthly on ${day} at ${this.one(TIMES)}`, 'cron "0 2 1,15 * 0"'])}${this.zone()}`;
  }

  private rules(): string {
    const rule = (): string =>
      this.one([
        'daily for 21 days',
        'daily for 20 days, monthly for 6 months',
        'weekly for 10 weeks',
        'monthly for 1 year',
        'hourly for 2 days',
        '20 daily',
        '14 daily, 8 weekly',
        '12 monthly',
        '20 last',
        '10 last',
        '2 last',
        '3 daily',
        '24 hourly',
        '2 yearly',
        '2 days',
        '3 days',
        '7 days',
        '14 days',
        '25 days',
        '1 month',
        'forever',
        'forever',
      ]);
    return this.chance(40) ? `${rule()}, ${rule()}` : rule();
  }

  /** `alone`: points are made one after the other. Else the engine counts what is not made yet among the N last. */
  private retained(alone: boolean): string {
    const kinds = [
      ...(alone
        ? [
            ['1 last', '2 last', '5 last'],
            ['1 last', '3 last'],
          ]
        : []),
      ['2 daily', '4 daily', '3 weekly', '2 monthly', '3 monthly', '2 yearly', '3 hourly'],
      ['daily for 3 days', 'daily for 1 month', 'weekly for 4 weeks', 'monthly for 2 months', 'monthly for 1 year', 'hourly for 6h'],
      ['2 days', '4 days', '8 days', '1 month'],
      ['forever'],
    ];
    return this.one(this.one(kinds));
  }

  private scenarios(): void {
    if (this.chance(8)) return;
    const count = this.one([1, 1, 2, 2]);
    for (let index = 1; index <= count; index++) {
      this.block(`scenario c${index}`, () => {
        this.harm();
        if (this.chance(50)) this.say(`recover at ${this.one(['west', 'west', 'north'])}`);
        if (this.chance(50)) this.say(`declare within ${this.one(['10m', '1h'])}`);
        if (this.chance(50)) this.say(`provision within ${this.one(['20m', '2h'])}`);
        if (this.chance(20)) this.say(`step recover "look" for ${this.one(this.systems)} taking 15m`);
      });
    }
  }

  private harm(): void {
    const systems = this.systems.join(', ');
    const harm = this.one([
      'site',
      'site',
      'site',
      'systems',
      'systems',
      'storage',
      'corrupt',
      'corrupt',
      'compromise',
      'compromise',
      'key',
    ]);
    const late = (percent: number): void => {
      if (this.chance(percent))
        this.say(
          `detected after ${this.one(['2h', '12h', '1 day', '2 days', '3 days', '5 days', '9 days', '13 days', '1 month', '1 month', '1 month', '1 month'])}`,
        );
    };
    switch (harm) {
      case 'site':
        this.say(`lose ${this.one(['east', 'east', 'hall', 'north, east'])}`);
        break;
      case 'systems':
        this.say(`lose ${systems}`);
        late(15);
        break;
      case 'storage':
        this.say(`lose ${this.one(['nas', 'vault', 'shelf', 'attic'])}, ${systems}`);
        break;
      case 'key':
        this.say(`lose ${this.one(this.keys.length > 0 ? this.keys : ['shelf'])}, ${systems}`);
        break;
      case 'corrupt':
        this.say(`corrupt ${systems}`);
        late(70);
        break;
      case 'compromise':
        this.say(`compromise ${this.one(['production', 'production', 'cloud', 'production, cloud', 'backup-admin'])}`);
        late(80);
    }
  }
}
