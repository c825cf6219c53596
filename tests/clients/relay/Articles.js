// A list of articles that grows as the reader goes on.

import { graphql } from "relay-runtime";

export const query = graphql`
  query ArticlesQuery {
    ...Articles_list
  }
`;

export const list = graphql`
  fragment Articles_list on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" })
  @refetchable(queryName: "ArticlesPaginationQuery") {
    articles(first: $first, after: $after, orderBy: [PUBLISHED_ON_DESC]) @connection(key: "Articles_articles") {
      totalCount
      edges {
        node {
          id
          title
          ...Articles_teaser
        }
      }
    }
  }
`;

export const teaser = graphql`
  fragment Articles_teaser on ArticlePage {
    lead
    publishedOn
    heroImage {
      alt
      srcset(preset: CARD) {
        url
        srcset
      }
    }
  }
`;
