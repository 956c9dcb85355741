import type { World } from './world.ts';

/** One option of a command; its name in camel case is typed in kebab case. */
export type Option =
  | { readonly kind: 'flag'; readonly help: string; readonly short?: string; readonly on?: true }
  | {
      readonly kind: 'text';
      readonly value: string;
      readonly help: string;
      readonly short?: string;
      readonly oneOf?: readonly string[];
    }
  | { readonly kind: 'list'; readonly value: string; readonly help: string; readonly short?: string }
  | {
      readonly kind: 'whole';
      readonly value: string;
      readonly help: string;
      readonly short?: string;
      readonly most?: number;
    };

export type Options = Readonly<Record<string, Option>>;

type ValueOf<One extends Option> = One extends { kind: 'flag' }
  ? boolean
  : One extends { kind: 'list' }
    ? readonly string[]
    : One extends { kind: 'whole' }
      ? number | undefined
      : string | undefined;

/** What was typed, as a command gets it: `words` are what stood there without a dash. */
export type Given<Known extends Options> = { readonly [Name in keyof Known]: ValueOf<Known[Name]> } & {
  readonly words: readonly string[];
};

/** Does the work; its answer is the exit status. */
export type Run<Known extends Options> = (given: Given<Known>, world: World) => Promise<number>;

interface CommandSpec<Known extends Options> {
  /** As typed: `tail`, `daemon start`. */
  readonly name: string;
  /** The commands of one group share a line of the help; the group's name alone does nothing. */
  readonly group?: string;
  readonly summary: string;
  /** What may stand beside the options: `[-]`. */
  readonly words?: { readonly usage: string; readonly most: number };
  readonly options: Known;
  readonly examples?: readonly string[];
  /** What there is to know beside the options, in a sentence or two. */
  readonly notes?: string;
  /** The work's module is loaded only when it is to be done. */
  readonly load: () => Promise<Run<Known>>;
}

/** A command of the table, whatever its options. */
export type Command = CommandSpec<Options>;

/** Holds a command's options and its work to the same names. */
export function command<const Known extends Options>(spec: CommandSpec<Known>): Command {
  return spec as unknown as Command;
}

/** `dryRun` → `dry-run`, as it is typed. */
export function toKebab(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}
