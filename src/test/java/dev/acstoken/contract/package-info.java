/** The contract as tests read it: what it says of an exchange, and what of the code. */
@NullMarked
package dev.acstoken.contract;

import org.jspecify.annotations.NullMarked;
