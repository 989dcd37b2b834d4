package io.weir.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The system's resolver; a seam for tests. */
@FunctionalInterface
interface NameResolver {

    /** All addresses of a name, or the address that a literal is; blocks. */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
