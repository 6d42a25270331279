// Writes apps/web/src/api/answers.json: the JSON Schema of what every route of the API answers, from the types that its methods return.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');

const ROOT = path.join(__dirname, '..');
const API = path.join(ROOT, 'apps/web/src/api');
const ANSWERS = path.join(API, 'answers.json');

/** Types that JSON says in another way, or of which a reader should know more than that they are text. */
const AS_TEXT = { CalendarDay: { type: 'string', format: 'date' }, Date: { type: 'string', format: 'date-time' } };

/** `{ answers: { CasesApi_list: schema, … }, schemas: { ListedCase: schema, … } }` */
function describeAnswers() {
  const files = fs.readdirSync(API).filter((file) => file.endsWith('.controller.ts'));
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const program = ts.createProgram(
    files.map((file) => path.join(API, file)),
    // Else the order in a union would follow from code that has nothing to do with it.
    { ...options, noEmit: true, stableTypeOrdering: true },
  );
  const schemas = new Map();
  const describe = describer(program.getTypeChecker(), schemas);
  const answers = files
    .map((file) => program.getSourceFile(path.join(API, file)))
    .flatMap((source) => source.statements.filter((statement) => ts.isClassDeclaration(statement) && isDescribed(statement)))
    .flatMap((controller) => controller.members.filter(isRoute).map((method) => [nameOf(controller, method), describe.answer(method)]));
  return { answers: Object.fromEntries(answers), schemas: Object.fromEntries([...schemas].sort(byName)) };
}

const decorators = (node) => (ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : []).map((decorator) => decorator.getText());

const isDescribed = (controller) => !decorators(controller).includes('@ApiExcludeController()');

const isRoute = (member) => decorators(member).some((decorator) => /^@(Get|Post)\(/.test(decorator));

/** The `operationId` of the document. */
const nameOf = (controller, method) => `${controller.name.text}_${method.name.text}`;

const byName = ([a], [b]) => (a < b ? -1 : 1);

function describer(checker, schemas) {
  const isNull = (type) => (type.flags & ts.TypeFlags.Null) !== 0;
  const isUndefined = (type) => (type.flags & ts.TypeFlags.Undefined) !== 0;

  function answer(method) {
    return schemaOf(checker.getAwaitedType(checker.getReturnTypeOfSignature(checker.getSignatureFromDeclaration(method))));
  }

  function schemaOf(type) {
    const name = ownName(type);
    if (name && AS_TEXT[name]) return AS_TEXT[name];
    if (!name || !isShape(type)) return bare(type);
    if (!schemas.has(name)) {
      // A shape may hold itself.
      schemas.set(name, undefined);
      schemas.set(name, { ...about(type.aliasSymbol ?? type.symbol), ...bare(type) });
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** What the code calls it; nothing for what is made from another type on the spot. */
  function ownName(type) {
    if (type.aliasSymbol) return type.aliasTypeArguments ? undefined : type.aliasSymbol.name;
    const declared = ts.SymbolFlags.Interface | ts.SymbolFlags.Class;
    return type.symbol && type.symbol.flags & declared && !checker.getTypeArguments(type).length ? type.symbol.name : undefined;
  }

  const isShape = (type) => !isText(type) && (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection | ts.TypeFlags.Union)) !== 0;

  /** Text with a brand, such as a NHS number, is text. */
  const isText = (type) =>
    (type.flags & ts.TypeFlags.String) !== 0 || (type.isIntersection() && type.types.some(({ flags }) => flags & ts.TypeFlags.String));

  function bare(type) {
    if (type.isUnion()) return union(type.types.filter((member) => !isUndefined(member)));
    if (isText(type)) return { type: 'string' };
    if (isNull(type)) return { type: 'null' };
    if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { type: 'boolean', enum: [checker.typeToString(type) === 'true'] };
    if (type.isLiteral()) return { type: typeof type.value, enum: [type.value] };
    if (type.flags & ts.TypeFlags.Unknown) return {};
    if (checker.isArrayType(type)) return { type: 'array', items: schemaOf(checker.getTypeArguments(type)[0]) };
    if (checker.isTupleType(type)) return tuple(type);
    if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection) && !type.getCallSignatures().length) return object(type);
    throw new Error(`An answer holds ${checker.typeToString(type)}, which JSON does not know`);
  }

  function union(members) {
    const known = members.filter((member) => !isNull(member));
    const orNull = known.length < members.length;
    const [kind, ...otherKinds] = new Set(known.map(literalKind));
    if (kind && !otherKinds.length) {
      const type = orNull ? [kind, 'null'] : kind;
      if (kind === 'boolean' && known.length === 2) return { type };
      return { type, enum: [...known.map((member) => bare(member).enum[0]), ...(orNull ? [null] : [])] };
    }
    const choices = distinct(known.map(schemaOf));
    const [only, ...others] = choices;
    if (others.length) return { anyOf: [...choices, ...(orNull ? [{ type: 'null' }] : [])] };
    if (!orNull) return only;
    return isSimple(only) ? { ...only, type: [only.type, 'null'] } : { anyOf: [only, { type: 'null' }] };
  }

  function literalKind(type) {
    if (type.flags & ts.TypeFlags.BooleanLiteral) return 'boolean';
    return type.isLiteral() ? typeof type.value : undefined;
  }

  function tuple(type) {
    const [only, ...others] = distinct(checker.getTypeArguments(type).map(schemaOf));
    return { type: 'array', items: others.length ? { anyOf: [only, ...others] } : only, minItems: type.target.minLength };
  }

  function object(type) {
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const fields = checker.getPropertiesOfType(type).map((property) => {
      const its = checker.getTypeOfSymbol(property);
      const mayLack = (property.flags & ts.SymbolFlags.Optional) !== 0 || (its.isUnion() && its.types.some(isUndefined));
      return { name: property.name, mayLack, schema: { ...schemaOf(its), ...about(property) } };
    });
    // Sorted: who orders the fields of a type anew has not changed what is answered.
    const required = fields
      .filter(({ mayLack }) => !mayLack)
      .map(({ name }) => name)
      .sort();
    return {
      type: 'object',
      ...(required.length ? { required } : {}),
      ...(fields.length ? { properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])) } : {}),
      ...(index ? { additionalProperties: schemaOf(index.type) } : {}),
    };
  }

  function about(symbol) {
    const description = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
    return description ? { description } : {};
  }

  return { answer };
}

const isSimple = ({ type }) => type === 'string' || type === 'number';

const distinct = (choices) => [...new Map(choices.map((choice) => [JSON.stringify(choice), choice])).values()];

async function main() {
  const prettier = require('prettier');
  const layout = await prettier.resolveConfig(ANSWERS);
  fs.writeFileSync(ANSWERS, await prettier.format(JSON.stringify(describeAnswers()), { ...layout, parser: 'json' }));
}

module.exports = { describeAnswers };

if (require.main === module) void main();
