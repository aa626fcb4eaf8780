/** Sorts more lines than fit into the memory, in temporary files. */
@NullMarked
package dev.acstoken.mappings.sort;

import org.jspecify.annotations.NullMarked;
