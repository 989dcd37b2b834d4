package io.weir.server;

import io.weir.config.ClientSettings;
import io.weir.phase.Phases;
import io.weir.route.ListenSocket;

/**
 * What one listening socket serves, of one configuration. A reload gives the listener a new one; a request keeps the one it
 * began with.
 *
 * @param socket which servers listen there
 * @param phases handle their requests
 */
public record Site(ListenSocket socket, Phases phases) {

    /** What holds before a server is known: the settings of the socket's default server, as in nginx. */
    ClientSettings defaults() {
        return socket.servers().defaultServer().root().client();
    }
}
