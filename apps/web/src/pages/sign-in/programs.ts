import { Accounts, rightsOf, roleMay } from '@guardian/access';
import { Injectable } from '@nestjs/common';
import { type Program, TokenRefused } from '../../http/program';
import { SignInRefused } from './provider';
import { SignIn } from './sign-in';
import { API, Site } from './site';

/** Programs that log in with a token of the provider (OAuth 2.0 client credentials): the account says what they are and for whom. */
@Injectable()
export class Programs {
  constructor(
    private readonly accounts: Accounts,
    private readonly signIn: SignIn,
    private readonly site: Site,
  ) {}

  /** Looked up at each request, so that the end of an account holds at once. Throws TokenRefused and SignInUnavailable. */
  async admit(token: string): Promise<Program> {
    const { issuer, subject, scopes } = await this.read(token);
    const account = await this.accounts.known(issuer, subject);
    if (account?.role !== 'program') throw new TokenRefused();
    const may = rightsOf(scopes).filter((action) => roleMay('program', action));
    const scope = { ...account.scope, mayReadPatients: account.scope.mayReadPatients && may.includes('see-patients') };
    return { user: { ...account, scope }, may };
  }

  private read(token: string) {
    if (!this.signIn.isSetUp) throw new TokenRefused();
    return this.signIn
      .atProvider()
      .admitted(token, this.site.addressOf(API))
      .catch((error: unknown) => {
        throw error instanceof SignInRefused ? new TokenRefused(error.cause) : error;
      });
  }
}
