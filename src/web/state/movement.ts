/** Scrolling comes event by event; it has ended when none came for so long. */
const STILL_AFTER_MS = 200;

let movedAtMs = Number.NEGATIVE_INFINITY;

/** Somebody scrolled by himself: not a list that keeps its end in sight. */
export function noteMovement(): void {
  movedAtMs = performance.now();
}

export function isMoving(): boolean {
  return performance.now() - movedAtMs < STILL_AFTER_MS;
}
