// Whatever is at a path, told apart by its type: a type that nobody has thought of does not compile.

import type { PageAtPathQuery } from "../generated/codegen/documents";

type Route = NonNullable<PageAtPathQuery["route"]>;

export function heading(route: Route): string {
  switch (route.__typename) {
    case "Redirect":
      return route.permanent ? `301 ${route.location}` : `302 ${route.location}`;
    case "ArticlePage":
      return `${route.title}: ${route.lead} ${route.body.map(({ blockType }) => blockType)}`;
    case "EventPage":
      return `${route.title}: ${route.startsAt}, ${route.venue?.name ?? "på nett"}`;
    case "StandardPage":
      return route.introduction ?? route.title;
    case "ArticleIndexPage":
    case "ContactDirectoryPage":
    case "EventIndexPage":
    case "HomePage":
    case "MandatePage":
    case "PartnershipPage":
    case "ProjectIndexPage":
    case "ProjectPage":
    case "StrategyPage":
      return route.title;
    default:
      return route satisfies never;
  }
}
