/**
 * From a request to the server and location that handle it: request target and URI normalization, server names, the location tree. No I/O.
 */
@NullMarked
package io.weir.route;

import org.jspecify.annotations.NullMarked;
