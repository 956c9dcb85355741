/** What is to be forgotten: a session, what happened before a moment, or what belongs to a folder and those below it. */
export type ForgetWish =
  | { readonly kind: 'session'; readonly session: string }
  | { readonly kind: 'before'; readonly beforeMs: number }
  | { readonly kind: 'project'; readonly project: string };
