// Filters are typed inputs: conditions of their own list, combined with and, or and not.

import type { EventsQueryVariables } from "../generated/codegen/documents";

export const upcomingOrOnline: EventsQueryVariables = {
  first: 10,
  where: {
    or: [{ when: ["UPCOMING"] }, { attendanceMode: ["ONLINE", "MIXED"] }],
    not: { status: ["CANCELLED"] },
    startsAt: { from: "2022-01-01T00:00:00+01:00" },
  },
};

export const column: EventsQueryVariables = {
  // @ts-expect-error -- a column is no condition
  where: { owner__password: "x" },
};
