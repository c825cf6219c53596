// What a frontend asks for in objects of TypeScript instead of documents.

import { createClient } from "../generated/genql/client";

type Client = ReturnType<typeof createClient>;

export const connected = (url: string, batch: boolean): Client => createClient({ url, batch });

export async function articleTitles(client: Client, theme: string): Promise<string[]> {
  const { articles } = await client.query({
    articles: {
      __args: { first: 5, where: { themes: [theme], not: { kind: ["OPINION"] } } },
      nodes: { title: true, heroImage: { srcset: { __args: { preset: "CARD" }, url: true } } },
    },
  });
  return articles.nodes.map(({ title, heroImage }) => {
    // @ts-expect-error -- an article may have no picture
    heroImage.srcset;
    return title;
  });
}

export async function whatIsAt(client: Client, path: string): Promise<string> {
  const { route } = await client.query({
    route: {
      __args: { path },
      __typename: true,
      on_EventPage: { title: true, startsAt: true },
      on_Redirect: { location: true },
    },
  });
  if (route?.__typename === "EventPage") return `${route.title} ${new Date(route.startsAt).getFullYear()}`;
  return route?.__typename ?? "404";
}
