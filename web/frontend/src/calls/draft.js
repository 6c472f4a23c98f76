/** What of a call is kept in the tab until it is sent. With its key: sent again after a lost answer, it is the same call. */

export const CALL = {
  key: "metka-call",
  names: [
    ...["client_key", "address", "house_id", "lon", "lat", "topic", "kind", "text"],
    ...["author_name", "author_phone", "author_email", "channel"],
  ],
};
