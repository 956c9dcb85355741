export async function forget(): Promise<number> {
  return 0;
}
