import type { ToolFigures } from '../../shared/overview.ts';

/** What tools can be ordered by: how often, how often in vain, how long in all. */
export const TOOL_ORDERS = ['calls', 'failed', 'totalMs'] as const;
export type ToolOrder = (typeof TOOL_ORDERS)[number];

/** The most first; those that are equal stay as they were told, by how often. */
export function orderTools(tools: readonly ToolFigures[], order: ToolOrder): ToolFigures[] {
  return tools.toSorted((one, other) => other[order] - one[order]);
}
