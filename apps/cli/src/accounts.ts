import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Account, AccountRefused, Accounts, DEMO_ISSUER, roles } from '@guardian/access';
import { loadConfig } from '@guardian/config';
import { readDatabase } from '@guardian/projections';
import { NestFactory } from '@nestjs/core';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { Problem } from './problem';
import { withServiceDatabase } from './service-database';

const SCOPE = /^(everywhere|(place|pcn|practice):([\w-]+))$/;
const BY = { id: 'guardian accounts', name: 'The command line' };
const HOW = `Say who: guardian accounts add --name "Ruth Campion" --role administrator --organisation "Guardian service"
  --subject <identifier at the log-in service> --why "First administrator" [--scope everywhere] [--issuer <its address>]`;

/**
 * `guardian accounts add …`: lets somebody log in, above all the first administrator, who adds the others on the page. `--scope` is
 * `everywhere`, or `place:`, `pcn:` or `practice:` and a code of the directory. `--issuer` is the configured one unless told.
 */
export async function run(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { positionals, values } = parseArgs({
    ...{ args, allowPositionals: true },
    options: { name: text, role: text, organisation: text, scope: text, issuer: text, subject: text, why: text },
  });
  const { name, organisation, subject, why, scope: scopeText = 'everywhere' } = values;
  const config = loadConfig();
  const issuer = values.issuer ?? config.signIn?.issuer;
  if (positionals[0] !== 'add' || !name || !organisation || !subject || !why) throw new Problem(HOW);
  const role = roles.find((known) => known === values.role);
  if (!role) throw new Problem(`The role is one of ${roles.join(', ')}.`);
  if (!issuer || issuer === DEMO_ISSUER) throw new Problem('Say who vouches for them: --issuer, the address of the log-in service.');
  const [, everywhere, kind, code = ''] = SCOPE.exec(scopeText) ?? [];
  if (!everywhere) throw new Problem('The scope is everywhere, or place:, pcn: or practice: and a code of the directory.');
  const scope = { kind: (kind ?? 'everywhere') as Account['scope']['kind'], code };
  return withServiceDatabase(config, console.error, async (url) => {
    const database = TypeOrmModule.forRoot(readDatabase({ url, entities: [], connections: 1 }));
    const context = await NestFactory.createApplicationContext(database, { logger: false, abortOnError: false });
    try {
      const account = { id: randomUUID(), issuer, subject, name, role, organisation, scope, starts: new Date(), ends: null };
      await new Accounts(context.get(getDataSourceToken()), false).change(account, BY, why, null);
      console.log(`${name} may log in: account ${account.id}.`);
      return 0;
    } catch (error) {
      if (error instanceof AccountRefused) throw new Problem(error.message);
      throw error;
    } finally {
      await context.close();
    }
  });
}
