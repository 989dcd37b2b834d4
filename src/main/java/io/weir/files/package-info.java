/**
 * The content handler of locations that have none of their own: files, index files, directory listings, and
 * {@code try_files}, as nginx's static, index, autoindex and try_files modules serve them.
 *
 * <p>Everything here blocks on the disk, on the exchange's thread. What a {@code Range} or a condition makes of a response is
 * not known here ({@link io.weir.response}), and neither is which location a URI has ({@link io.weir.route}).
 */
@NullMarked
package io.weir.files;

import org.jspecify.annotations.NullMarked;
