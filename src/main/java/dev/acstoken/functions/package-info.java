/** The functions that the Azure Functions host calls, by the resource that they serve. */
@NullMarked
package dev.acstoken.functions;

import org.jspecify.annotations.NullMarked;
