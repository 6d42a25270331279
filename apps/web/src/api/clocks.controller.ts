import { answerCase, type CaseClocks, DEFAULT_READINGS, DEFAULT_SETTINGS, READINGS, type UnreadCase } from '@guardian/waiting-times';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Choice } from '../http/fields';
import { InputRefused } from '../http/input-errors';
import { ApiRoute } from '../http/routes';
import { Public } from '../http/signed-in';
import { strictJson } from '../http/strict-input';
import { Nested } from './json-fields';

/** One of the words of each conflict between national texts; what is left out is read as Guardian reads it. */
class ReadingsInput {}
for (const [conflict, words] of Object.entries(READINGS)) {
  Choice({ label: conflict, from: words })(ReadingsInput.prototype, conflict);
}

class ClocksInput {
  @Nested(ReadingsInput, { label: 'The readings' })
  readings?: ReadingsInput;
}

/** The clocks of facts that a program sends: nothing is looked up and nothing is kept, so it is open to all, as the page is. */
@Controller('api/v1/clocks')
@ApiTags('clocks')
@Public()
export class ClocksApi {
  @Post()
  @HttpCode(200)
  @ApiRoute()
  @ApiOperation({
    summary: 'The waiting-time clocks of dated facts, with the rule behind each step',
    description:
      'The facts and their keys are those of `npx guardian clock`, which takes any number of cases; this takes what fits into 64 KB ' +
      'and 2,000 values, some 40 cases. A case that cannot be read has an error in its place. Nothing is stored.',
  })
  @ApiBody({
    schema: {
      type: 'object',
      required: ['cases'],
      properties: {
        readings: {
          type: 'object',
          description: 'Where national texts differ; the first word of each is the default',
          properties: Object.fromEntries(Object.entries(READINGS).map(([conflict, words]) => [conflict, { enum: [...words] }])),
        },
        cases: {
          type: 'array',
          items: {
            type: 'object',
            required: ['id', 'as_of', 'events'],
            properties: {
              id: { type: 'string' },
              as_of: { type: 'string', format: 'date' },
              events: {
                type: 'array',
                description: 'In date order',
                items: {
                  type: 'object',
                  required: ['event', 'date'],
                  properties: { event: { type: 'string' }, date: { type: 'string', format: 'date' } },
                },
              },
            },
          },
        },
      },
    },
  })
  answer(@Body() body: unknown): { results: (CaseClocks | UnreadCase)[] } {
    const { cases, ...others } = isObject(body) ? body : {};
    const { readings } = strictJson(ClocksInput, others);
    if (!Array.isArray(cases)) throw new InputRefused([{ field: 'cases', message: 'must be a list of cases' }]);
    const settings = { ...DEFAULT_SETTINGS, readings: { ...DEFAULT_READINGS, ...readings } };
    return {
      results: cases.map((given: unknown) => answerCase(given, settings)),
    };
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
