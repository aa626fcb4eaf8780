/** Implements the ports to ACS with Microsoft's SDK. */
@NullMarked
package dev.acstoken.azure.acs;

import org.jspecify.annotations.NullMarked;
