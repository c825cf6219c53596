// Events, read backwards from the last one.

import { graphql } from "relay-runtime";

export const query = graphql`
  query EventsQuery {
    ...Events_list
  }
`;

export const list = graphql`
  fragment Events_list on Query
  @argumentDefinitions(last: { type: "Int", defaultValue: 3 }, before: { type: "String" })
  @refetchable(queryName: "EventsPaginationQuery") {
    events(last: $last, before: $before, where: { when: [PAST] }, orderBy: [STARTS_AT_ASC])
      @connection(key: "Events_events") {
      edges {
        node {
          id
          startsAt
          venue {
            name
          }
        }
      }
    }
  }
`;
