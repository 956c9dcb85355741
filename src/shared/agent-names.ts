/** What the sub-agent of an event goes by: its id, and its type (`Explore`). Of the main thread nothing. */
export function agentNames({ agent_id: id, agent_type: type }: Readonly<Record<string, unknown>>): string[] {
  return [id, type].filter((name) => typeof name === 'string' && name !== '') as string[];
}
