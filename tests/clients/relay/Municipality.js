// A municipality with its contacts: a connection inside an object, which is refetched through its id.

import { graphql } from "relay-runtime";

export const query = graphql`
  query MunicipalityQuery($where: MunicipalityWhere) {
    municipalities(where: $where) {
      id
      name
      ...Municipality_contacts
    }
  }
`;

export const contacts = graphql`
  fragment Municipality_contacts on Municipality
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" })
  @refetchable(queryName: "MunicipalityContactsPaginationQuery") {
    contacts(first: $first, after: $after) @connection(key: "Municipality_contacts") {
      edges {
        node {
          name
          email
        }
      }
    }
  }
`;
