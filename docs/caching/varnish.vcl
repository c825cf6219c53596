# Varnish 7 before the site: keeps GraphQL answers by GET until `manage.py purge_shared_cache` purges their tags.
# Needs vmod xkey, Debian's package varnish-modules. See README.md beside this file.
vcl 4.1;

import xkey;

# The site: where `make serve` listens.
backend site {
    .host = "127.0.0.1";
    .port = "8000";
}

# Where `manage.py purge_shared_cache` runs.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # Varnish writes the client's address into X-Forwarded-For; when another stands there, a proxy passes on what
        # somebody out there sends, and its own address says nothing.
        if (client.ip !~ purgers || req.http.X-Forwarded-For ~ ",") {
            return (synth(403, "Not allowed to purge"));
        }
        if (!req.http.xkey-purge) {
            return (synth(400, "No xkey-purge"));
        }
        return (synth(200, "Purged " + xkey.purge(req.http.xkey-purge)));
    }

    if (req.url !~ "^/graphql/(\?|$)" || (req.method != "GET" && req.method != "HEAD")) {
        return (pass);
    }

    # The API reads no cookie, but the admin on the same host sets some.
    unset req.http.Cookie;

    # Answers come in two media types. What clients write in so many ways is brought to what it asks for; anything else
    # stays, and Vary keeps it apart. Varnish itself does the same with Accept-Encoding: gzip or nothing.
    if (req.http.Accept ~ "\*/\*" && req.http.Accept ~ "application/graphql-response\+json") {
        set req.http.Accept = "application/graphql-response+json";
    } elseif (!req.http.Accept || req.http.Accept ~ "\*/\*") {
        set req.http.Accept = "application/json";
    }
}

sub vcl_hash {
    # Answers hold whole addresses; the built-in rest adds the host and the path.
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_response {
    if (!beresp.http.Cache-Tag) {
        # Nobody could purge it: a refusal, a redirect, errors. Asked for anew each time, and by all at once.
        set beresp.uncacheable = true;
        set beresp.ttl = 2m;
        return (deliver);
    }
    set beresp.http.xkey = beresp.http.Cache-Tag;
    # What is over is over: an event that has begun is not upcoming for ten more seconds.
    set beresp.grace = 0s;
}

sub vcl_deliver {
    unset resp.http.xkey;
    if (resp.http.Cache-Tag) {
        # Shared caches further out are purged by nobody.
        set resp.http.Cache-Control = regsub(resp.http.Cache-Control, "s-maxage=[0-9]+", "s-maxage=0");
        if (obj.hits > 0) {
            set resp.http.X-Cache = "hit";
            # How long it took to make the answer, some time ago.
            unset resp.http.Server-Timing;
        } else {
            set resp.http.X-Cache = "miss";
        }
    }
}
