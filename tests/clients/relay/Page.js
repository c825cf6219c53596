// Any page at a path, with the pages below it; its head is refetched through its id.

import { graphql } from "relay-runtime";

export const query = graphql`
  query PageQuery($path: String!) {
    route(path: $path) {
      __typename
      ...Page_head @alias(as: "head")
      ...Page_children @alias(as: "below")
      ... on Redirect {
        location
      }
    }
  }
`;

export const head = graphql`
  fragment Page_head on PageInterface @refetchable(queryName: "PageHeadRefetchQuery") {
    title
    path
    seo {
      title
      description
    }
  }
`;

export const children = graphql`
  fragment Page_children on PageInterface
  @argumentDefinitions(first: { type: "Int", defaultValue: 10 }, after: { type: "String" })
  @refetchable(queryName: "PageChildrenPaginationQuery") {
    children(first: $first, after: $after) @connection(key: "Page_children") {
      edges {
        node {
          title
        }
      }
    }
  }
`;
