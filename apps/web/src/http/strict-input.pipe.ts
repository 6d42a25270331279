import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { NotFound } from './input-errors';
import { type InputClass, strictJson, strictQuery } from './strict-input';
import { textProblem } from './text-problem';

/** The one pipe of the application. Form bodies are declared as `FormBody` (a plain record) and go through `parseForm` instead. */
@Injectable()
export class StrictInputPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'param' && typeof value === 'string' && textProblem(value)) throw new NotFound();
    if (!isInputClass(metatype)) return value;
    if (type === 'body') return strictJson(metatype, value);
    if (type === 'query') return strictQuery(metatype, value);
    return value;
  }
}

const builtIn: readonly unknown[] = [Object, String, Number, Boolean, Array, Promise, undefined];

const isInputClass = (metatype: unknown): metatype is InputClass<object> => !builtIn.includes(metatype);
