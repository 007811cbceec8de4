/* The list of classes, expanded from registry.def. */
#include "models/app/join.h"
#include "models/attach/attach.h"
#include "models/energy/power.h"
#include "models/energy/sleep.h"
#include "models/node/accelerator.h"
#include "models/generator/generator.h"
#include "models/node/station.h"
#include "models/offload/offload.h"
#include "models/place/place.h"
#include "models/position/position.h"
#include "models/technology/technology.h"
#include "models/work/workload.h"

#define MODEL(slot, name) extern const struct slot##_class slot##_##name;
#include "models/registry.def"
#undef MODEL

#define MODEL(slot, name) &slot##_##name.model,
const struct model_class *const model_classes[] = {
#include "models/registry.def"
	NULL
};
#undef MODEL
