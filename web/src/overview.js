/** The WebGL libraries, bundled by themselves: the page unpacks them only for pictures that need them. */

import { DirectedGraph } from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram, NodePointProgram } from "sigma/rendering";

Object.assign(globalThis, { overview: { DirectedGraph, Sigma, EdgeLineProgram, NodePointProgram } });
