"""Golden numbers of torchvision's other ResNets: see README.md (networks.json) for what the file holds.

Made with Python 3.11.7, torch 2.15.0 (CPU, 1 thread), torchvision 0.29.2, numpy 2.4.6.

  python generate-networks.py --out DIR

No weights are read or kept: `mixed` makes the same numbers here and in test/golden/mixed-weights.ts, bit for bit.
"""
import argparse, json, os, platform
import numpy as np, torch, torchvision
import torch.nn.functional as F

NETWORKS = dict(resnet18=['fc', 'layer4.1', 'layer3', 'all'], resnet34=['fc', 'layer4.2', 'layer3', 'all'],
                resnet101=['fc', 'layer4.1', 'layer3.20', 'all'], wide_resnet50_2=['fc', 'layer4.1', 'layer4', 'all'])
PX, BATCH, CLASSES = 64, 8, 5
IMAGES, STEP, NOISE = 100_000, 10_007, 2e-6

def mixed(seed, n):
    """n numbers in [-1, 1): a multiplicative hash of (seed, i) in 32 bits, exact in any language."""
    u = np.uint32; h = np.arange(n, dtype=u) * u(2654435761) + u(seed * 40503 % 2**32)
    for _ in range(2): h = (h ^ (h >> u(15))) * u(739982445)
    return (h ^ (h >> u(16))).astype(np.float64) / 2**31 - 1

def fill(name, shape, place):
    """Tensor number `place` of the state_dict, counters left out."""
    v = mixed(place, int(np.prod(shape)))
    if len(shape) == 4: v *= np.sqrt(6 / (shape[1] * shape[2] * shape[3]))
    elif len(shape) == 2: v /= np.sqrt(shape[1])
    elif name.endswith('running_var'): v = 1 + .3 * v
    elif name.endswith('weight'): v = .7 + .2 * v
    else: v *= .1
    return torch.from_numpy(v.reshape(shape)).float()

def tensors(net): return [(n, list(t.shape)) for n, t in net.state_dict().items() if not n.endswith('num_batches_tracked')]

def build(arch, dtype):
    net = getattr(torchvision.models, arch)(num_classes=CLASSES)
    net.load_state_dict({n: fill(n, s, i) for i, (n, s) in enumerate(tensors(net))}, strict=False)
    return net.to(dtype)

def images(dtype): return torch.from_numpy(1.5 * mixed(IMAGES, BATCH * 3 * PX * PX).reshape(BATCH, 3, PX, PX)).float().to(dtype)
def labels(): return torch.arange(BATCH) % CLASSES

def units(net):
    """Modules of each unit, in forward order."""
    out = [('stem', [net.conv1, net.bn1])]
    for s in (1, 2, 3, 4): out += [(f'layer{s}.{b}', [m]) for b, m in enumerate(getattr(net, f'layer{s}'))]
    return out + [('fc', [net.fc])]

def forward(arch, dtype=torch.float32):
    net = build(arch, dtype).eval(); stages = {}
    for s in (1, 2, 3, 4): getattr(net, f'layer{s}').register_forward_hook(lambda m, i, o, s=s: stages.__setitem__(f'layer{s}', o))
    with torch.no_grad(): z = net(images(dtype))
    return dict(logits=z.reshape(-1), features=stages['layer4'].mean((2, 3))[0], **{k: v[0].reshape(-1).norm().reshape(1) for k, v in stages.items()})

def step(arch, cut, dtype=torch.float32, reverse=False, noise=0):
    net = build(arch, dtype).eval(); on = cut == 'all'
    for name, modules in units(net):
        on = on or name == cut or name.split('.')[0] == cut
        for m in modules:
            m.train(on)
            for q in m.parameters(): q.requires_grad_(on)
    x, y = images(dtype), labels()
    if noise: x = x * (1 + NOISE * torch.from_numpy(mixed(IMAGES + noise, x.numel())).float().reshape(x.shape))
    if reverse: x, y = x.flip(0), y.flip(0)
    z = net(x); loss = F.cross_entropy(z, y); loss.backward()
    grads = {n: q.grad.reshape(-1).double() for n, q in net.named_parameters() if q.requires_grad}
    bns = [n for n, m in net.named_modules() if isinstance(m, torch.nn.BatchNorm2d) and m.training]
    moved = {f'{n}.{k}': getattr(net.get_submodule(n), k).double() for n in dict.fromkeys(bns[:1] + bns[-1:]) for k in ('running_mean', 'running_var')}
    return dict(loss=loss.item(), grads=grads, running=moved)

def places(n): return sorted({i * STEP % n for i in range(3)})
def short(v): return float(f'{float(v):.9g}')
def up(v, floor): return float(f'{max(10 * float(v), floor):.2g}')

def steps(arch, cuts):
    entries = []
    for cut in cuts:
        r, d = step(arch, cut), step(arch, cut, torch.float64)
        runs = [r, step(arch, cut, reverse=True), *(step(arch, cut, noise=i) for i in (1, 2, 3))]
        rms = {n: g.norm() / g.numel() ** .5 for n, g in d['grads'].items()}
        norm = max(abs(q['grads'][n].norm() / g.norm() - 1) for q in runs for n, g in d['grads'].items())
        value = max((abs(q['grads'][n] - g)[places(len(g))] / rms[n]).max() for q in runs for n, g in d['grads'].items())
        loss = max(abs(q['loss'] - d['loss']) for q in runs)
        entries.append(dict(cut=cut, loss=short(r['loss']),
                            gradients={n: [short(g.norm()), *(short(v) for v in g[places(len(g))])] for n, g in r['grads'].items()},
                            running={n: [short(v) for v in t[:4]] for n, t in r['running'].items()},
                            tolerance=dict(lossAbs=up(loss, 1e-5), normRel=up(norm, 1e-3), valueInRms=up(value, 1e-2))))
        print(arch, cut, r['loss'], 'against float64:', f'loss {loss:.1e}, norms {norm:.1e}, values {value:.1e}', flush=True)
    return entries

def main():
    a = argparse.ArgumentParser(); a.add_argument('--out', required=True); a = a.parse_args(); torch.set_num_threads(1); entries = []
    for arch, cuts in NETWORKS.items():
        net = build(arch, torch.float32); f, d = forward(arch), forward(arch, torch.float64)
        rel = max(float((f[k] - d[k]).abs().max() / d[k].abs().max()) for k in f)
        print(arch, 'forward against float64:', f'{rel:.1e}', flush=True)
        entries.append(dict(name=arch, tensors=dict(tensors(net)), parameters=sum(q.numel() for q in getattr(torchvision.models, arch)().parameters()),
                            forward=dict(tolerance=up(rel, 1e-5), **{k: [short(v) for v in t] for k, t in f.items()}), steps=steps(arch, cuts)))
    meta = dict(torch=torch.__version__.split('+')[0], torchvision=torchvision.__version__.split('+')[0], numpy=np.__version__, python=platform.python_version(),
                device='cpu', dtype='float32', px=PX, batch=BATCH, classes=CLASSES, imagesSeed=IMAGES, valueStep=STEP, bnEpsilon=1e-5, bnMomentum=.1)
    with open(os.path.join(a.out, 'networks.json'), 'w') as out:
        out.write('{"meta": ' + json.dumps(meta) + ',\n"entries": [\n' + ',\n'.join(json.dumps(e, allow_nan=False) for e in entries) + '\n]}\n')

if __name__ == '__main__': main()
