// What the stand-in for cuBLAS asks of the stand-in driver.
#pragma once
#include <functional>

// Does work in a stream, now or, while the stream is captured, whenever the graph is launched. Returns a CUresult.
int kelvin_standin_enqueue(void* stream, std::function<void()> work);
