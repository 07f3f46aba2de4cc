# A leak, and how to find who holds on.
#
# Each request registers a handler with a bus that lives for ever, and the handler's closure holds the whole request.
# Nothing is in a cycle, so the collector cannot help. Look at the ledger of `request` after the loop, follow it from
# the payload to the list that keeps it; then see what unsubscribing frees.
import gc
import weakref


class Request:
    def __init__(self, number):
        self.number = number
        self.payload = [0] * 1000


class Bus:
    def __init__(self):
        self.handlers = []

    def subscribe(self, handler):
        self.handlers.append(handler)  # this line keeps them all

    def publish(self, event):
        return [handler(event) for handler in self.handlers]


gc.collect()  # so that what the imports left behind is not counted below

bus = Bus()
alive = []  # weak references: they watch, they do not hold


def serve(number):
    request = Request(number)
    alive.append(weakref.ref(request))
    bus.subscribe(lambda event: (event, request.number))
    return number


def count_alive():
    return sum(reference() is not None for reference in alive)


for number in range(5):
    serve(number)
print("requests served, still alive:", count_alive())
print("the collector finds", gc.collect(), "and they live on:", count_alive())

handler = bus.handlers[0]
held = handler.__closure__[0].cell_contents
print("held by the closure of a handler: request", held.number)
del handler, held

print("published:", bus.publish("ping"))
bus.handlers.clear()  # unsubscribe
print("after unsubscribing:", count_alive())
