export interface JsonShape {
  readonly depth: number;
  /** Commas outside strings, plus one: never fewer than the members of any one list or object. */
  readonly values: number;
  /** The first key that stands twice in one object. JSON.parse would keep the last and say nothing. */
  readonly repeatedKey: string | undefined;
}

/** Reads JSON text without building anything, so that its size is known before memory or stack is spent on it. */
export function jsonShape(text: string): JsonShape {
  const open: (Set<string> | undefined)[] = [];
  let depth = 0;
  let values = 1;
  let repeatedKey: string | undefined;
  for (let i = 0; i < text.length; i++) {
    switch (text.charAt(i)) {
      case '"': {
        const end = endOfString(text, i);
        const keys = open.at(-1);
        if (keys && /^\s*:/.test(text.slice(end + 1, end + 20))) {
          const key = unescaped(text.slice(i, end + 1));
          if (keys.has(key)) repeatedKey ??= key;
          keys.add(key);
        }
        i = end;
        break;
      }
      case '{':
      case '[':
        open.push(text.charAt(i) === '{' ? new Set() : undefined);
        depth = Math.max(depth, open.length);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        values++;
        break;
      default:
    }
  }
  return { depth, values, repeatedKey };
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}

function unescaped(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
