/** The functions that the Azure Functions host calls, in one class per resource. */
@NullMarked
package dev.acstoken.functions;

import org.jspecify.annotations.NullMarked;
