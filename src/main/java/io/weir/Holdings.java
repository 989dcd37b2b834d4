package io.weir;

/**
 * What a running proxy holds in one moment; without clients all but the idle connections are 0. For metrics, and for tests
 * that look for what was left behind.
 *
 * @param clientConnections client connections that are open
 * @param attempts attempts in flight, at all peers
 * @param idlePeerConnections connections to peers that wait for their next request
 * @param deadlines registered by clients and attempts; those of idle connections do not count
 */
public record Holdings(int clientConnections, int attempts, int idlePeerConnections, int deadlines) {}
