"""Peer: HMC in JAX (CPU, float32, jit, vmap over eight chains) on the posterior of a tanh network with one hidden layer and
a learned noise, as kelvin has it with --prior normal-fan-in. Trajectories of 1 to twice STEPS leapfrog steps; the step size
is found by dual averaging in the warm-up, at an acceptance of 0.8. Writes draws of the log-likelihood and of outputs, prints
facts as JSON; seconds are of the processor, of the sample alone."""
import csv, json, math, os, tempfile, time, jax, jax.numpy as jnp, numpy as np
CHAINS, WARMUP, TARGET = 8, 400, 0.8
steps = int(os.environ["STEPS"]); hidden = int(os.environ["HIDDEN"]); rows_out = int(os.environ["ROWS_OUT"])
iterations = int(float(os.environ["GRADIENTS"]) / steps); thin = max(1, iterations // int(os.environ["DRAWS"]))
def read(name):
    with open(name) as file: return np.array([[float(cell) for cell in row] for row in list(csv.reader(file))[1:]])
train, test = read(os.environ["TRAIN"]), read(os.environ["TEST"])
centre, scale = train.mean(0), train.std(0)
train, test = (train - centre) / scale, (test - centre) / scale
x, y = jnp.asarray(train[:, :-1], jnp.float32), jnp.asarray(train[:, -1], jnp.float32)
out_x = jnp.asarray(test[:rows_out, :-1], jnp.float32)
inputs = x.shape[1]; sizes = (inputs * hidden, hidden, hidden, 1, 1); ends = np.cumsum(sizes)
prior_sd = jnp.asarray(np.concatenate([np.full(s, v) for s, v in zip(sizes, (inputs ** -0.5, 1, hidden ** -0.5, 1, 1))]), jnp.float32)
prior_mean = jnp.zeros(ends[-1]).at[-1].set(-1.0)
def network(q, x):
    w1, b1, w2, b2, _ = jnp.split(q, ends[:-1])
    return jnp.tanh(x @ w1.reshape(inputs, hidden) + b1) @ w2 + b2[0]
def log_likelihood(q):
    return jnp.sum(-0.5 * ((y - network(q, x)) * jnp.exp(-q[-1])) ** 2) - len(y) * (q[-1] + 0.5 * math.log(2 * math.pi))
def log_posterior(q): return log_likelihood(q) - 0.5 * jnp.sum(((q - prior_mean) / prior_sd) ** 2)
gradient = jax.value_and_grad(log_posterior)
def transition(q, key, eps, n):
    k1, k2 = jax.random.split(key); v = jax.random.normal(k1, q.shape); e, g = gradient(q); h0 = e - 0.5 * jnp.sum(v * v)
    def leap(_, state):
        q, v, e, g = state; v = v + 0.5 * eps * g * prior_sd; q = q + eps * prior_sd * v; e, g = gradient(q)
        return q, v + 0.5 * eps * g * prior_sd, e, g
    p, v, e, _ = jax.lax.fori_loop(0, n, leap, (q, v, e, g))
    a = jnp.minimum(1, jnp.nan_to_num(jnp.exp(e - 0.5 * jnp.sum(v * v) - h0)))
    return jnp.where(jax.random.uniform(k2) < a, p, q), a
move = jax.jit(jax.vmap(transition, (0, 0, 0, None)))
seen = jax.jit(jax.vmap(lambda q: (log_likelihood(q), network(q, out_x))))
climb = jax.jit(jax.vmap(jax.grad(log_posterior)))
key = jax.random.PRNGKey(int(os.environ["SEED"])); rng = np.random.default_rng(int(os.environ["SEED"]))
q = jnp.asarray(rng.standard_normal((CHAINS, ends[-1])), jnp.float32) * prior_sd * 0.5
m = s = jnp.zeros_like(q)
for t in range(1, 501):                      # Adam
    g = climb(q); m = 0.9 * m + 0.1 * g; s = 0.999 * s + 0.001 * g * g
    q = q + 0.01 * (1 + math.cos(math.pi * t / 500)) * (m / (1 - 0.9 ** t)) / (jnp.sqrt(s / (1 - 0.999 ** t)) + 1e-8)
log_eps = np.full(CHAINS, -5.0); mu = log_eps + math.log(10); error = np.zeros(CHAINS); averaged = log_eps.copy()
levels, outs = [], []
for t in range(1, WARMUP + iterations + 1):
    if t == WARMUP + 1: jax.block_until_ready(q); start = time.process_time()
    key, k = jax.random.split(key); n = max(1, round(steps * 2 * rng.uniform()))
    q, a = move(q, jax.random.split(k, CHAINS), jnp.asarray(np.exp(log_eps), jnp.float32), n)
    if t <= WARMUP:
        error += (TARGET - np.asarray(a) - error) / (t + 10); log_eps = mu - math.sqrt(t) / 0.05 * error
        averaged += t ** -0.75 * (log_eps - averaged); log_eps = averaged if t == WARMUP else log_eps
    elif (t - WARMUP) % thin == 0:
        level, out = seen(q); levels.append(np.asarray(level)); outs.append(np.asarray(out))
seconds = time.process_time() - start
name = os.path.join(tempfile.mkdtemp(), "draws.npz")
np.savez(name, level=np.stack(levels, 1).astype(float), out=np.stack(outs, 1).astype(float))
print(json.dumps({"draws": name, "gradients": iterations * steps * CHAINS, "seconds": seconds}))
