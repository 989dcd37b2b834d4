package io.weir.route;

/** What a request target turned out to be. */
public sealed interface ParsedTarget permits RequestTarget, InvalidTarget {}
