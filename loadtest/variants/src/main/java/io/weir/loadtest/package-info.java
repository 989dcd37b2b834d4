/**
 * Small proxies on other foundations, to compare Weir with, and the backend for what nginx cannot serve as a backend.
 * Each main class takes the port to listen on and the port of the upstream; both ends are on the loopback.
 */
package io.weir.loadtest;
