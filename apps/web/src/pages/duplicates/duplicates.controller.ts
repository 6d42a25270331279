import type { SignedInUser } from '@guardian/access';
import { FindCase } from '@guardian/caseload';
import type { CaseEventOf } from '@guardian/casework/events';
import { Directory } from '@guardian/directory';
import { PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Choice } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { compare, openSuspicion, type Side } from './compare';

class DuplicateForm {
  @Choice({ label: 'what they are', from: ['different', 'same'], required: 'Select what these two cases are' })
  answer: 'different' | 'same';

  @Choice({ label: 'the tick', from: ['yes'], required: 'Confirm that you compared the NHS number and the date of birth' })
  compared: 'yes';
}

class UnlinkForm {
  @Choice({ label: 'the answer', from: ['yes'], required: 'Confirm that this case is followed by itself again' })
  unlink: 'yes';
}

/** Two cases that look like the same need: compared, and followed as one or told apart. */
@Controller('cases/:reference/duplicate')
@May('work-cases')
export class DuplicatesController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly queries: QueryBus,
    private readonly definitions: PathwayDefinitions,
    private readonly directory: Directory,
  ) {}

  @Get()
  async compare(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.page(await this.desk.open(user, reference), newForm());
  }

  @Post()
  @FormRoute()
  async answer(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: DuplicateForm,
      field: 'answer',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: ({ answer }, opened) => {
        const suspicion = openSuspicion(opened);
        if (!suspicion) throw new NotFound();
        const { otherCaseId, otherReference } = suspicion;
        return answer === 'same' ? { type: 'LinkAsDuplicate', otherCaseId, otherReference } : { type: 'DismissDuplicate', otherCaseId };
      },
      notice: 'Saved. Both cases keep their history.',
      to: ({ answer }, opened) => `/cases/${(answer === 'same' && openSuspicion(opened)?.otherReference) || opened.reference}`,
    });
  }

  @Post('unlink')
  @FormRoute()
  unlink(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: UnlinkForm,
      field: 'unlink',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: () => ({ type: 'UnlinkCase' }),
      notice: 'This case is followed by itself again.',
    });
  }

  private async page(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const suspicion = openSuspicion(opened);
    const other = suspicion && (await this.queries.execute(new FindCase(opened.user.scope, suspicion.otherReference)));
    const there = other && (await this.desk.open(opened.user, other.row.reference));
    return new Page(
      'pages/duplicates/duplicate.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        suspicion,
        fields: there && compare(await this.side(opened), await this.side(there)),
        followed: opened.state.followed,
        linkedTo: opened.state.linkedTo === null ? null : linkedReference(opened),
      },
      status,
    );
  }

  private async side(opened: OpenedCase): Promise<Side> {
    const { pathwayId, pathwayVersion, practiceCode, referredOn } = opened.row;
    const [pathway, practice] = await Promise.all([
      this.definitions.get(pathwayId, pathwayVersion),
      this.directory.practice(practiceCode, referredOn),
    ]);
    return { ...opened, pathway: pathway.name, practice: practice?.name ?? practiceCode };
  }
}

const linkedReference = ({ events }: OpenedCase): string | null => {
  const link = events.findLast(({ type }) => type === 'CaseLinkedAsDuplicate');
  return link ? (link.data as CaseEventOf<'CaseLinkedAsDuplicate'>['data']).otherReference : null;
};
