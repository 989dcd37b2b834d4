/**
 * Groups, their peers, the live state of each peer, and how one is picked. No sockets: a peer is an address and its counters.
 */
@NullMarked
package io.weir.upstream;

import org.jspecify.annotations.NullMarked;
