import { InMemoryEventStore, StreamRunner } from '@guardian/event-store';
import { day, SettableClock } from '@guardian/kernel';
import type { CommandBus } from '@nestjs/cqrs';
import { CorrectIdentity, CorrectIdentityHandler } from './correct-identity';
import type { Identity } from './domain/patient/identity';
import { HandlePatientCommand, PatientCommandHandler } from './handle-commands';
import { PatientNumbers } from './patient-numbers';
import { Records } from './records';

const actor = { id: 'u1', name: 'Bola Example', role: 'coordinator', organisation: 'Example PCN' };
const amara: Identity = {
  ...{ nhsNumber: '9990000018', family: 'Example', given: 'Amara', title: null },
  ...{ bornOn: day('1961-07-04'), sex: 'female' },
};
const RIGHT = '9990000026';

it('a stop between the correction and the look-up of its number is made good when it is tried again', async () => {
  const streams = new StreamRunner(new InMemoryEventStore(), new SettableClock(new Date('2026-03-20T09:00:00Z')));
  const patients = new PatientCommandHandler(streams, new SettableClock(new Date('2026-03-20T09:00:00Z')));
  let stopped = false;
  const bus = {
    execute: (command: HandlePatientCommand) =>
      stopped && command.command.type === 'LeadTo' ? Promise.reject(new Error('stopped')) : patients.execute(command),
  } as Pick<CommandBus, 'execute'> as CommandBus;
  const records = new Records(streams);
  const numbers = new PatientNumbers(records, { lookupKey: 'key', testNumbersOnly: true });
  const handler = new CorrectIdentityHandler(bus, records, numbers);
  const patientId = await numbers.patientOf(amara.nhsNumber, 'form-1');
  const practice = { code: 'F81001', pcn: 'U00001', place: 'South East' };
  const register = { type: 'RegisterPatient', identity: amara, practice, from: day('2026-03-02') } as const;
  await patients.execute(new HandlePatientCommand(patientId, register, { actor, commandId: 'form-1' }));
  const correct = () =>
    handler.execute(new CorrectIdentity(patientId, { ...amara, nhsNumber: RIGHT }, 'Traced', { actor, commandId: 'form-2' }));

  stopped = true;
  await expect(correct()).rejects.toThrow('stopped');
  expect(await numbers.patientOf(RIGHT, 'form-3')).not.toBe(patientId);
  stopped = false;
  await correct();
  expect(await numbers.patientOf(RIGHT, 'form-3')).toBe(patientId);
});
