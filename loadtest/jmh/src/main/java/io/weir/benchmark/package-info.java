/** What the benchmarks have in common. They themselves are in the packages of what they measure. */
package io.weir.benchmark;
