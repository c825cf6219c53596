// When an event takes place: a start that is always there, an end that may be missing.

import type { EventTeaserFragment } from "../generated/codegen/documents";

export function duration(event: EventTeaserFragment): number | null {
  // @ts-expect-error -- an event may have no end
  new Date(event.endsAt);
  const start = new Date(event.startsAt).getTime();
  return event.endsAt === null ? null : new Date(event.endsAt).getTime() - start;
}
