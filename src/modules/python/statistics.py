"""Statistics of numeric data."""

import math as _math
import random as _random
import sys as _sys
from fractions import Fraction as _Fraction

_MINOR = _sys.version_info[1]

__all__ = [
    'NormalDist', 'StatisticsError', 'fmean', 'geometric_mean', 'harmonic_mean', 'mean', 'median',
    'median_grouped', 'median_high', 'median_low', 'mode', 'multimode', 'pstdev', 'pvariance', 'quantiles',
    'stdev', 'variance',
]

_SQRT2 = _math.sqrt(2.0)


class StatisticsError(ValueError):
    pass


def _is_finite(x):
    try:
        return x.is_finite()
    except AttributeError:
        return _math.isfinite(x)


def _ratio(x):
    """A number as numerator and denominator, (x, None) when it is not finite."""
    try:
        return x.as_integer_ratio()
    except AttributeError:
        pass
    except (OverflowError, ValueError):
        return x, None
    try:
        return x.numerator, x.denominator
    except AttributeError:
        raise TypeError("can't convert type '%s' to numerator/denominator" % type(x).__name__)


def _coerce(T, S):
    """The type of a result made from numbers of both types."""
    if T is S or S is int or S is bool:
        return T
    if T is int:
        return S
    if issubclass(S, T):
        return S
    if issubclass(T, S) or issubclass(S, int):
        return S if issubclass(T, S) else T
    if issubclass(T, int):
        return S
    if issubclass(T, _Fraction) and issubclass(S, float):
        return S
    if issubclass(T, float) and issubclass(S, _Fraction):
        return T
    raise TypeError("don't know how to coerce %s and %s" % (T.__name__, S.__name__))


def _sum(data):
    """Type, exact sum and number of the data."""
    count = 0
    T = int
    partials = {}
    for x in data:
        kind = type(x)
        if kind is not T:
            T = _coerce(T, kind)
        count += 1
        n, d = _ratio(x)
        partials[d] = partials.get(d, 0) + n
    if None in partials:
        total = partials[None]
    else:
        total = sum((_Fraction(n, d) for d, n in partials.items()), _Fraction(0))
    return T, total, count


def _convert(value, T):
    """A fraction as a number of the type."""
    if type(value) is T:
        return value
    if issubclass(T, int) and value.denominator != 1:
        T = float
    try:
        return T(value)
    except TypeError:
        if T.__name__ == 'Decimal':
            return T(value.numerator) / T(value.denominator)
        raise


def _squares(data, c=None):
    """Type, exact sum of squared deviations, exact mean, and number."""
    if iter(data) is data:
        data = list(data)
    if c is not None and _MINOR >= 11:
        T, ssd, count = _sum((x - c) * (x - c) for x in data)
        return T, ssd, c, count
    T, total, count = _sum(data)
    if not count:
        return T, _Fraction(0), _Fraction(0), 0
    if c is None:
        if not isinstance(total, _Fraction):
            return T, total - total, total, count
        c = total / count
        if _MINOR < 11:
            # The mean is rounded first, its error is taken out afterwards.
            c = _convert(c, T)
    if _MINOR < 11:
        T, ssd, count2 = _sum((x - c) ** 2 for x in data)
        U, rest, count2 = _sum((x - c) for x in data)
        return T, ssd - rest ** 2 / len(data), c, count
    if isinstance(c, float) and not _math.isfinite(c):
        return T, c, c, count
    ssd = sum(((_Fraction(*_ratio(x)) - c) ** 2 for x in data), _Fraction(0))
    return T, ssd, c, count


def mean(data):
    if iter(data) is data and _MINOR < 11:
        data = list(data)
    T, total, n = _sum(data)
    if n < 1:
        raise StatisticsError('mean requires at least one data point')
    return _convert(total / n, T)


def fmean(data, weights=None):
    if weights is not None:
        if not isinstance(weights, (list, tuple)):
            weights = list(weights)
        data = list(data)
        if len(data) != len(weights):
            raise StatisticsError('data and weights must be the same length')
        den = _math.fsum(weights)
        if not den:
            raise StatisticsError('sum of weights must be non-zero')
        return (_math.sumprod(data, weights) if _MINOR >= 12
                else _math.fsum(x * w for x, w in zip(data, weights))) / den
    try:
        n = len(data)
    except TypeError:
        data = list(data)
        n = len(data)
    if not n:
        raise StatisticsError('fmean requires at least one data point')
    return _math.fsum(data) / n


if _MINOR < 11:
    _weighted_fmean = fmean

    def fmean(data):
        return _weighted_fmean(data)


def geometric_mean(data):
    if _MINOR >= 13:
        data = list(data)
        if not data:
            raise StatisticsError('Must have a non-empty dataset')
        logs = []
        zero = False
        for x in data:
            if x > 0.0 or _math.isnan(x):
                logs.append(_math.log(x))
            elif x == 0.0:
                zero = True
            else:
                raise StatisticsError('No negative inputs allowed', x)
        total = _math.fsum(logs)
        if zero:
            return _math.nan if _math.isnan(total) or total == _math.inf else 0.0
        return _math.exp(total / len(data))
    try:
        return _math.exp(fmean(map(_math.log, data)))
    except ValueError:
        raise StatisticsError('geometric mean requires a non-empty dataset containing positive numbers') from None


def harmonic_mean(data, weights=None):
    if iter(data) is data:
        data = list(data)
    error = 'harmonic mean does not support negative values'
    n = len(data)
    if n < 1:
        raise StatisticsError('harmonic_mean requires at least one data point')
    if n == 1 and weights is None:
        x = data[0]
        if isinstance(x, (int, float, _Fraction)) or hasattr(x, 'as_integer_ratio'):
            if x < 0:
                raise StatisticsError(error)
            return x
        raise TypeError('unsupported type')
    if weights is None:
        weights = [1] * n
        total_weights = n
    else:
        weights = list(weights)
        if len(weights) != n:
            raise StatisticsError('Number of weights does not match data size')
        _, total_weights, _ = _sum(w for w in weights)
    for x in data:
        if x < 0:
            raise StatisticsError(error)
    try:
        T, total, count = _sum(w / x if w else 0 for w, x in zip(weights, data))
    except ZeroDivisionError:
        return 0
    if total <= 0:
        raise StatisticsError('Weighted sum must be positive')
    return _convert(total_weights / total, T)


if _MINOR < 10:
    _weighted_harmonic_mean = harmonic_mean

    def harmonic_mean(data):
        return _weighted_harmonic_mean(data)


def median(data):
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError('no median for empty data')
    if n % 2 == 1:
        return data[n // 2]
    return (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError('no median for empty data')
    return data[n // 2] if n % 2 == 1 else data[n // 2 - 1]


def median_high(data):
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError('no median for empty data')
    return data[n // 2]


def median_grouped(data, interval=1):
    data = sorted(data)
    n = len(data)
    if not n:
        raise StatisticsError('no median for empty data')
    if n == 1 and _MINOR < 11:
        return data[0]
    x = data[n // 2]
    below = sum(1 for y in data if y < x)
    equal = sum(1 for y in data if y == x)
    if _MINOR >= 11:
        x = float(x)
        interval = float(interval)
    lower = x - interval / 2
    return lower + interval * (n / 2 - below) / equal


def _counts(data):
    counts = {}
    for x in data:
        counts[x] = counts.get(x, 0) + 1
    return counts


def mode(data):
    counts = _counts(data)
    if not counts:
        raise StatisticsError('no mode for empty data')
    most = max(counts.values())
    for value, count in counts.items():
        if count == most:
            return value


def multimode(data):
    counts = _counts(data)
    if not counts:
        return []
    most = max(counts.values())
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method='exclusive'):
    if n < 1:
        raise StatisticsError('n must be at least 1')
    data = sorted(data)
    size = len(data)
    if size < 2:
        if _MINOR >= 13:
            if size == 1:
                return data * (n - 1)
            raise StatisticsError('must have at least one data point')
        raise StatisticsError('must have at least two data points')
    if method == 'inclusive':
        m = size - 1
        result = []
        for i in range(1, n):
            j, delta = divmod(i * m, n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        return result
    if method == 'exclusive':
        m = size + 1
        result = []
        for i in range(1, n):
            j = i * m // n
            j = 1 if j < 1 else size - 1 if j > size - 1 else j
            delta = i * m - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        return result
    raise ValueError('Unknown method: %r' % method)


def variance(data, xbar=None):
    T, ss, c, n = _squares(data, xbar)
    if n < 2:
        raise StatisticsError('variance requires at least two data points')
    return _convert(ss / (n - 1), T)


def pvariance(data, mu=None):
    T, ss, c, n = _squares(data, mu)
    if n < 1:
        raise StatisticsError('pvariance requires at least one data point')
    return _convert(ss / n, T)


def _root_of_ratio(n, m):
    """The square root of n / m as the nearest float."""
    if n == 0:
        return 0.0
    q = (n.bit_length() - m.bit_length() - 109) // 2
    if q >= 0:
        n, m = n, m << 2 * q
    else:
        n, m = n << -2 * q, m
    # An odd last bit stands for what is cut off, so that the conversion to float rounds once.
    root = _math.isqrt(n // m)
    root |= root * root * m != n
    return float(root << q) if q >= 0 else root / (1 << -q)


def _deviation(ss, n, T):
    if not isinstance(ss, _Fraction):
        return _math.sqrt(ss / n)
    if T.__name__ == 'Decimal':
        v = ss / n
        return (T(v.numerator) / T(v.denominator)).sqrt()
    v = ss / n
    return _root_of_ratio(v.numerator, v.denominator)


def stdev(data, xbar=None):
    if _MINOR < 11:
        var = variance(data, xbar)
        try:
            return var.sqrt()
        except AttributeError:
            return _math.sqrt(var)
    T, ss, c, n = _squares(data, xbar)
    if n < 2:
        raise StatisticsError('stdev requires at least two data points')
    return _deviation(ss, n - 1, T)


def pstdev(data, mu=None):
    if _MINOR < 11:
        var = pvariance(data, mu)
        try:
            return var.sqrt()
        except AttributeError:
            return _math.sqrt(var)
    T, ss, c, n = _squares(data, mu)
    if n < 1:
        raise StatisticsError('pstdev requires at least one data point')
    return _deviation(ss, n, T)


def _products(x, y):
    return _math.sumprod(x, y) if _MINOR >= 12 else _math.fsum(a * b for a, b in zip(x, y))


def _centred(x, n):
    middle = _math.fsum(x) / n
    return [a - middle for a in x]


if _MINOR >= 10:
    from collections import namedtuple as _namedtuple

    __all__ += ['correlation', 'covariance', 'linear_regression']
    LinearRegression = _namedtuple('LinearRegression', ('slope', 'intercept'))

    def covariance(x, y):
        n = len(x)
        if len(y) != n:
            raise StatisticsError('covariance requires that both inputs have same number of data points')
        if n < 2:
            raise StatisticsError('covariance requires at least two data points')
        return _products(_centred(x, n), _centred(y, n)) / (n - 1)

    def _ranks(data):
        """Ranks from the middle outwards; equal values share their average rank."""
        order = sorted(range(len(data)), key=data.__getitem__)
        result = [0.0] * len(data)
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and data[order[end]] == data[order[at]]:
                end += 1
            for i in order[at:end]:
                result[i] = (at + end + 1) / 2 - (len(data) + 1) / 2
            at = end
        return result

    def correlation(x, y, *, method='linear'):
        n = len(x)
        if len(y) != n:
            raise StatisticsError('correlation requires that both inputs have same number of data points')
        if n < 2:
            raise StatisticsError('correlation requires at least two data points')
        if method not in ('linear', 'ranked'):
            raise ValueError('Unknown method: %r' % method)
        if method == 'ranked':
            x, y = _ranks(x), _ranks(y)
        else:
            x, y = _centred(x, n), _centred(y, n)
        sxy = _products(x, y)
        sxx = _products(x, x)
        syy = _products(y, y)
        try:
            return sxy / _math.sqrt(sxx * syy)
        except ZeroDivisionError:
            raise StatisticsError('at least one of the inputs is constant')

    if _MINOR < 12:
        _any_correlation = correlation

        def correlation(x, y):
            return _any_correlation(x, y)

    def linear_regression(x, y, *, proportional=False):
        n = len(x)
        if len(y) != n:
            raise StatisticsError('linear regression requires that both inputs have same number of data points')
        if n < 2:
            raise StatisticsError('linear regression requires at least two data points')
        xbar = ybar = 0.0
        dx, dy = x, y
        if not proportional:
            xbar = _math.fsum(x) / n
            ybar = _math.fsum(y) / n
            dx = [a - xbar for a in x]
            dy = [b - ybar for b in y]
        sxy = _products(dx, dy) + 0.0
        sxx = _products(dx, dx)
        try:
            slope = sxy / sxx
        except ZeroDivisionError:
            raise StatisticsError('x is constant')
        intercept = 0.0 if proportional else ybar - slope * xbar
        return LinearRegression(slope=slope, intercept=intercept)

    if _MINOR < 11:
        _any_regression = linear_regression

        def linear_regression(x, y):
            return _any_regression(x, y)


def _inverse_cdf(p, mu, sigma):
    """Newton's method on the logarithm of the smaller tail."""
    q = min(p, 1.0 - p)
    x = _math.sqrt(-2.0 * _math.log(q)) if q < 0.3 else (0.5 - q) * 2.5
    for _ in range(60):
        tail = 0.5 * _math.erfc(x / _SQRT2)
        density = _math.exp(-x * x / 2.0) / _math.sqrt(2.0 * _math.pi)
        step = _math.log(tail / q) * tail / density
        x += step
        if abs(step) <= 1e-16 * abs(x):
            break
    return mu + (x if p > 0.5 else -x) * sigma if p != 0.5 else mu


class NormalDist:
    __slots__ = {'_mu': 'Arithmetic mean of a normal distribution',
                 '_sigma': 'Standard deviation of a normal distribution'}

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError('sigma must be non-negative')
        self._mu = float(mu)
        self._sigma = float(sigma)

    @classmethod
    def from_samples(cls, data):
        data = list(data)
        if _MINOR < 11:
            xbar = fmean(data)
            return cls(xbar, stdev(data, xbar))
        T, ss, xbar, n = _squares(data)
        if n < 2:
            raise StatisticsError('stdev requires at least two data points')
        return cls(float(xbar), _deviation(ss, n - 1, T))

    def samples(self, n, *, seed=None):
        if _MINOR >= 13:
            draw = _random.random if seed is None else _random.Random(seed).random
            return [_inverse_cdf(draw(), self._mu, self._sigma) for _ in range(n)]
        gauss = _random.gauss if seed is None else _random.Random(seed).gauss
        return [gauss(self._mu, self._sigma) for _ in range(n)]

    def pdf(self, x):
        variance = self._sigma * self._sigma
        if not variance:
            raise StatisticsError('pdf() not defined when sigma is zero')
        diff = x - self._mu
        return _math.exp(diff * diff / (-2.0 * variance)) / _math.sqrt(2.0 * _math.pi * variance)

    def cdf(self, x):
        if not self._sigma:
            raise StatisticsError('cdf() not defined when sigma is zero')
        if _MINOR >= 13:
            return 0.5 * _math.erfc((self._mu - x) / (self._sigma * _SQRT2))
        return 0.5 * (1.0 + _math.erf((x - self._mu) / (self._sigma * _SQRT2)))

    def inv_cdf(self, p):
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError('p must be in the range 0.0 < p < 1.0')
        if self._sigma <= 0.0 and _MINOR < 12:
            raise StatisticsError('cdf() not defined when sigma at or below zero')
        return _inverse_cdf(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        if not isinstance(other, NormalDist):
            raise TypeError('Expected another NormalDist instance')
        X, Y = self, other
        if (Y._sigma, Y._mu) < (X._sigma, X._mu):
            X, Y = Y, X
        x_var, y_var = X.variance, Y.variance
        if not x_var or not y_var:
            raise StatisticsError('overlap() not defined when sigma is zero')
        dv = y_var - x_var
        dm = abs(Y._mu - X._mu)
        if not dv:
            return 1.0 - _math.erf(dm / (2.0 * X._sigma * _SQRT2))
        a = X._mu * y_var - Y._mu * x_var
        b = X._sigma * Y._sigma * _math.sqrt(dm * dm + dv * _math.log(y_var / x_var))
        x1 = (a + b) / dv
        x2 = (a - b) / dv
        return 1.0 - (abs(Y.cdf(x1) - X.cdf(x1)) + abs(Y.cdf(x2) - X.cdf(x2)))

    def zscore(self, x):
        if not self._sigma:
            raise StatisticsError('zscore() not defined when sigma is zero')
        return (x - self._mu) / self._sigma

    @property
    def mean(self):
        return self._mu

    @property
    def median(self):
        return self._mu

    @property
    def mode(self):
        return self._mu

    @property
    def stdev(self):
        return self._sigma

    @property
    def variance(self):
        return self._sigma * self._sigma

    def __add__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu + x2._mu, _math.hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu + x2, x1._sigma)

    def __sub__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu - x2._mu, _math.hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu - x2, x1._sigma)

    def __mul__(x1, x2):
        return NormalDist(x1._mu * x2, x1._sigma * abs(x2))

    def __truediv__(x1, x2):
        return NormalDist(x1._mu / x2, x1._sigma / abs(x2))

    def __pos__(x1):
        return NormalDist(x1._mu, x1._sigma)

    def __neg__(x1):
        return NormalDist(-x1._mu, x1._sigma)

    __radd__ = __add__

    def __rsub__(x1, x2):
        return -(x1 - x2)

    __rmul__ = __mul__

    def __eq__(x1, x2):
        if not isinstance(x2, NormalDist):
            return NotImplemented
        return x1._mu == x2._mu and x1._sigma == x2._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return '%s(mu=%r, sigma=%r)' % (type(self).__name__, self._mu, self._sigma)


if _MINOR < 9:
    del NormalDist.zscore
