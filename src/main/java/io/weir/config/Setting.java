package io.weir.config;

/**
 * A key and its value.
 *
 * @param place the key's; the value has its own
 */
record Setting(String key, Place place, Value value) {}
