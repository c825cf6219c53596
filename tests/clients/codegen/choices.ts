// Labels for choices: each value of the enum, and no other.

import type { EventStatus, SearchQuery } from "../generated/codegen/documents";

export const statusLabels: Record<EventStatus, string> = {
  SCHEDULED: "Som planlagt",
  POSTPONED: "Utsatt",
  CANCELLED: "Avlyst",
  MOVED_ONLINE: "Flyttet til nett",
};

// @ts-expect-error -- no event has this status
export const unknown: EventStatus = "FORGOTTEN";

type Facets = SearchQuery["search"]["facets"];
export const years = (facets: Facets) => facets.find(({ name }) => name === "YEAR")?.values.map(({ value }) => value);
