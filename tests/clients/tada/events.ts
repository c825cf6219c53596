// Events to come, typed from the document alone.

import { type FragmentOf, type ResultOf, type VariablesOf, graphql, readFragment } from "./graphql.ts";

export const Teaser = graphql(`
  fragment Teaser on EventPage {
    title
    startsAt
    endsAt
    status
    venue {
      name
    }
  }
`);

export const Upcoming = graphql(
  `
    query Upcoming($first: Int!, $where: EventWhere) {
      events(first: $first, where: $where) {
        totalCount
        nodes {
          id
          ...Teaser
        }
      }
    }
  `,
  [Teaser],
);

export const variables: VariablesOf<typeof Upcoming> = {
  first: 3,
  where: { when: ["UPCOMING"], not: { status: ["CANCELLED"] } },
};

export const wrong: VariablesOf<typeof Upcoming> = {
  first: 3,
  // @ts-expect-error -- no event stands there in time
  where: { when: ["SOMETIME"] },
};

export function line(event: FragmentOf<typeof Teaser>): string {
  const { title, startsAt, endsAt, status, venue } = readFragment(Teaser, event);
  // @ts-expect-error -- an event may have no end
  new Date(endsAt);
  return `${title}, ${new Date(startsAt).getFullYear()}, ${status satisfies string}, ${venue?.name ?? "på nett"}`;
}

export function lines({ events }: ResultOf<typeof Upcoming>): string[] {
  return events.nodes.map(line);
}
