import type { FormBody } from '../../http/form';

export interface UploadedFile {
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** The file of an upload field, as the multipart parser leaves it; undefined when none was chosen. */
export async function uploadedFile(body: FormBody, field: string): Promise<UploadedFile | undefined> {
  const part = body[field];
  if (!isFilePart(part) || !part.filename) return undefined;
  return { fileName: part.filename, bytes: await part.toBuffer() };
}

interface FilePart {
  readonly filename?: string;
  toBuffer(): Promise<Buffer>;
}

const isFilePart = (part: unknown): part is FilePart =>
  typeof part === 'object' && part !== null && 'toBuffer' in part && typeof part.toBuffer === 'function';
