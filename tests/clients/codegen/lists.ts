// A list of teasers: neither the connection, nor its edges, nor what they hold can be missing.

import type { ArticlesQuery } from "../generated/codegen/documents";

export function titles({ articles }: ArticlesQuery): string[] {
  return articles.edges.map(({ node }) => `${node.title.toUpperCase()} (${node.themes.map(({ label }) => label)})`);
}

export function pictureOf({ articles }: ArticlesQuery): string | undefined {
  // @ts-expect-error -- an article may have no picture
  articles.edges[0].node.heroImage.alt;
  return articles.edges[0].node.heroImage?.srcset.url;
}

export function nextPage({ articles: { pageInfo } }: ArticlesQuery): string | null {
  return pageInfo.hasNextPage ? pageInfo.endCursor : null;
}
