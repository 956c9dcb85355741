import { until } from '../helpers/until.ts';
import type { Recorded } from './recorder.ts';
import type { Stage } from './stage.ts';
import { openTerminal } from './terminal.ts';

const TURN_TIMEOUT_MS = 60_000;

/** What a person at a terminal does; each thing is over when the witness has seen what comes of it. */
export interface Person {
  /** Asks for something and waits until Claude Code has nothing left to do, agents in the background included. */
  turn(prompt: string): Promise<void>;
  /** The same, with a permission question on the way; `Enter` says yes, `Escape` says no and ends the turn. */
  turnWithQuestion(prompt: string, answer: 'Enter' | 'Escape'): Promise<void>;
  clear(): Promise<void>;
}

interface Seat {
  readonly name: string;
  readonly flags: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Opens a terminal with Claude Code in it, does what `act` says, and leaves by `/exit`. */
export async function sitDown(stage: Stage, seat: Seat, act: (person: Person) => Promise<void>): Promise<void> {
  const { recorder } = stage;
  const terminal = await openTerminal(stage.world, seat.name, seat);
  const since = (from: number, what: string, isIt: (fired: readonly Recorded[]) => boolean) =>
    until(() => isIt(recorder.read().slice(from)), { withinMs: TURN_TIMEOUT_MS, what: `${what} of ${seat.name}` });
  const begin = async (line: string) => {
    const from = recorder.read().length;
    await terminal.enter(line);
    return from;
  };

  try {
    await act({
      async turn(prompt) {
        await since(await begin(prompt), `the end of "${prompt}"`, isIdle);
      },
      async turnWithQuestion(prompt, answer) {
        const from = await begin(prompt);
        await since(from, `a question after "${prompt}"`, (fired) => fired.some(isNamed('PermissionRequest')));
        await terminal.shows(/Do you want to proceed/);
        terminal.press(answer);
        if (answer === 'Enter') await since(from, `the end of "${prompt}"`, isIdle);
        else await terminal.shows(/Interrupted/); // F51: nothing fires
      },
      async clear() {
        await since(await begin('/clear'), 'a new session', (fired) => fired.some(isNamed('SessionStart')));
      },
    });
    await terminal.enter('/exit');
    await terminal.shows(/EXIT=0/);
  } catch (error) {
    throw new Error(`On the screen of ${seat.name}:\n${terminal.screen()}`, { cause: error });
  } finally {
    terminal.close();
  }
}

/** F52: a Stop that lists background tasks is not the end. */
function isIdle(fired: readonly Recorded[]): boolean {
  const last = fired.findLast((one) => isNamed('Stop')(one) || isNamed('UserPromptSubmit')(one));
  const tasks = last?.event.background_tasks;
  return last !== undefined && isNamed('Stop')(last) && (!Array.isArray(tasks) || tasks.length === 0);
}

function isNamed(name: string): (fired: Recorded) => boolean {
  return ({ event }) => event.hook_event_name === name;
}
